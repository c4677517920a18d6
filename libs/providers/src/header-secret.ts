import { createHash, timingSafeEqual } from 'node:crypto';
import { CallbackRejected } from './callback-rejected.js';
import type { HeaderSecretOptions } from './header-secret.options.js';
import type { Callback } from './provider.js';

/** The value of a header, whose name may be written in any case. */
export function headerOf(headers: Callback['headers'], name: string): string | undefined {
  const written = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return written === undefined ? undefined : headers[written];
}

/** What proves the callbacks of a vendor that signs nothing: a header of which only the vendor was told the value. */
export class HeaderSecret {
  readonly #header: string;
  readonly #digest: Buffer;

  private constructor(
    header: string,
    value: string,
    private readonly place: string,
  ) {
    this.#header = header.toLowerCase();
    this.#digest = digest(value);
  }

  /**
   * Undefined where no value is configured; then there is nothing to compare with. `place` says where the vendor is
   * told the value, for the person who sets it up.
   */
  static of(options: HeaderSecretOptions, place: string): HeaderSecret | undefined {
    const { callbackHeader, callbackSecret } = options;
    return callbackSecret
      ? new HeaderSecret(callbackHeader ?? 'authorization', callbackSecret, place)
      : undefined;
  }

  /**
   * Compares in constant time.
   * @throws CallbackRejected where the header is missing or has another value
   */
  verify(headers: Callback['headers']): void {
    const value = headerOf(headers, this.#header);
    if (value !== undefined && timingSafeEqual(digest(value), this.#digest)) return;
    throw new CallbackRejected(
      `The callback does not carry the configured value in its ${this.#header} header; set the same value in ${this.place} and in callbackSecret.`,
    );
  }
}

// Digests have one length, so that the comparison tells nothing about the length of the secret.
function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
