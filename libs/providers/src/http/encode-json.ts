import { ProviderError } from '../provider-error.js';

/**
 * The value as JSON.
 * @throws ProviderError `invalid` where it cannot be written: it contains itself, or a BigInt
 */
export function encodeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new ProviderError(
      'The message cannot be written as JSON; leave out what contains itself and every BigInt. Nothing was sent.',
      { code: 'invalid', mayHaveBeenSent: false },
    );
  }
}
