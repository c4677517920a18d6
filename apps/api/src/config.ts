import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { BootError } from './boot-error.js';
import { validateEnvironment, type Environment } from './environment.js';
import { systemCode } from './system-code.js';

/** The settings, and Nest's module that hands them to whoever injects `ConfigService<Environment, true>`. */
export interface Config {
  readonly environment: Environment;
  readonly module: DynamicModule;
}

/**
 * Reads the settings once: from `variables` where given (tests), else from the process and a `.env` in the
 * working directory, the process winning.
 * @throws BootError with all problems at once, or where there is a `.env` that cannot be read
 */
export async function loadConfig(variables?: Readonly<Record<string, string>>): Promise<Config> {
  let environment!: Environment;
  try {
    const module = await ConfigModule.forRoot({
      isGlobal: true,
      ignoreEnvFile: variables !== undefined,
      skipProcessEnv: true,
      validate: (found) => (environment = validateEnvironment(variables ?? found)),
    });
    return { environment, module };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new BootError(`The settings in .env cannot be read (${code}): make it a readable file.`);
  }
}
