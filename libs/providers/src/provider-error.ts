import type { ErrorCode, ErrorEntry, PauseScope } from 'waypost/messages';

/** What the vendor said, in its own words, without anything of the request. */
export interface VendorAnswer {
  /** The HTTP status; left out where there was no answer. */
  readonly status?: number | undefined;
  /** The vendor's own code, as text. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** What a ProviderError is made of, beside its text. */
export interface ProviderErrorInit {
  readonly code: ErrorCode;
  readonly mayHaveBeenSent: boolean;
  /** Seconds after which the vendor, or the dictionary, says to try again. */
  readonly retryAfter?: number | undefined;
  readonly scope?: PauseScope | undefined;
  readonly vendor?: VendorAnswer | undefined;
  /** The dictionary's entry, where the vendor's code is documented. */
  readonly entry?: ErrorEntry | undefined;
}

/**
 * The one error that `send` throws. Programs act upon `code` and `mayHaveBeenSent`, never on the text.
 *
 * It never carries the HTTP client's error as `cause`, because that holds the request with its credentials.
 */
export class ProviderError extends Error {
  readonly code: ErrorCode;
  /**
   * Whether the vendor may have taken the message all the same. False only where no byte of the request was
   * written, or where the answer is a refusal; true means that the outcome is unknown.
   */
  readonly mayHaveBeenSent: boolean;
  /** Seconds to wait before another attempt, where known. */
  readonly retryAfter?: number;
  /** What the failure holds up, where it is more than this message. */
  readonly scope?: PauseScope;
  readonly vendor?: VendorAnswer;
  readonly entry?: ErrorEntry;

  constructor(message: string, init: ProviderErrorInit) {
    super(message);
    this.name = 'ProviderError';
    this.code = init.code;
    this.mayHaveBeenSent = init.mayHaveBeenSent;
    this.retryAfter = init.retryAfter ?? init.entry?.pauseSeconds;
    this.scope = init.scope ?? init.entry?.scope;
    this.vendor = init.vendor;
    this.entry = init.entry;
  }

  /** One sentence for a person: what to do now, where the dictionary knows. */
  get remedy(): string | undefined {
    return this.entry?.remedy;
  }
}
