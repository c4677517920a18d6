import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ProviderClass } from './provider.js';

/** One thing that is wrong with the options of a provider. */
export interface OptionProblem {
  /** The option; left out where it is the options as a whole. */
  readonly option?: string;
  /** One sentence, without any value. */
  readonly message: string;
}

/** Options that a provider cannot be made of. Names every wrong option and the instance, never a value. */
export class InvalidOptions extends Error {
  constructor(
    readonly kind: string,
    readonly instance: string,
    /** Every wrong option. */
    readonly wrong: readonly OptionProblem[],
  ) {
    const list = wrong.map(({ message }) => `\n  - ${message}`).join('');
    super(`The ${kind} provider "${instance}" cannot be configured:${list}`);
    this.name = 'InvalidOptions';
  }

  /** One sentence per wrong option. */
  get problems(): readonly string[] {
    return this.wrong.map(({ message }) => message);
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
    throw new InvalidOptions(provider.kind, instance, [
      { message: 'The options must be an object.' },
    ]);
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
  const wrong = errors.map(({ property: option, constraints }) => {
    const rules = [...new Set(Object.values(constraints ?? { option }))].join(', and ');
    const isUnknown = constraints?.whitelistValidation !== undefined;
    return { option, message: isUnknown ? `There is no option ${option}.` : `Option ${rules}.` };
  });
  throw new InvalidOptions(provider.kind, instance, wrong);
}
