import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ProviderClass } from './provider.js';

/** Options that a provider cannot be made of. Names every wrong option and the instance, never a value. */
export class InvalidOptions extends Error {
  constructor(
    readonly kind: string,
    readonly instance: string,
    /** One sentence per wrong option. */
    readonly problems: readonly string[],
  ) {
    const list = problems.map((problem) => `\n  - ${problem}`).join('');
    super(`The ${kind} provider "${instance}" cannot be configured:${list}`);
    this.name = 'InvalidOptions';
  }
}

/**
 * The options as an instance of the provider's own class, defaults filled in.
 * @throws InvalidOptions with all problems at once
 */
export function parseOptions<O extends object>(
  provider: ProviderClass<O>,
  input: unknown,
  instance: string,
): O {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new InvalidOptions(provider.kind, instance, ['The options must be an object.']);
  }
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const options = plainToInstance(provider.Options, given, { exposeDefaultValues: true });
  const errors = validateSync(options, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    validationError: { target: false, value: false },
  });
  if (errors.length === 0) return options;
  const problems = errors.map(({ property, constraints }) => {
    if (constraints?.whitelistValidation) return `There is no option ${property}.`;
    return `Option ${Object.values(constraints ?? { property }).join(', and ')}.`;
  });
  throw new InvalidOptions(provider.kind, instance, problems);
}
