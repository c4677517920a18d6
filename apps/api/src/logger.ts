import { ConsoleLogger } from '@nestjs/common';
import { LOG_LEVELS, type Environment } from './environment.js';

/** Where Nest tells every module and route that it found. */
const BOOT_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's own logger, as text or JSON, with the framework's account of its start among the debug lines. */
export class GatewayLogger extends ConsoleLogger {
  constructor({ LOG_LEVEL, LOG_FORMAT }: Pick<Environment, 'LOG_LEVEL' | 'LOG_FORMAT'>) {
    super({
      json: LOG_FORMAT === 'json',
      colors: LOG_FORMAT === 'text' && process.stdout.isTTY === true,
      logLevels: LOG_LEVELS.slice(0, LOG_LEVELS.indexOf(LOG_LEVEL) + 1),
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    const context = rest.at(-1);
    const quiet = typeof context === 'string' && BOOT_CONTEXTS.has(context);
    if (quiet) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
