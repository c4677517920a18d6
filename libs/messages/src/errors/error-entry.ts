import type { Actor, ErrorCode, PauseScope, RetryClass } from './error-code.js';

/** One documented failure of a vendor: what it means for us, what to do about it, and where that is written. */
export interface ErrorEntry {
  /** Whose code it is: an `ErrorSource` of the dictionary, or the kind of a provider that brings a table of its own. */
  readonly source: string;
  /**
   * The vendor's own code as text, such as `131056`; a range that is documented as one, such as `200-299`; where a
   * vendor has no code, the key its table is read by. `findError` gives this very entry for it.
   */
  readonly vendorCode: string;
  readonly code: ErrorCode;
  /** The vendor's own title of the failure, or what it documents in place of one. */
  readonly title: string;
  readonly retry: RetryClass;
  /** What to hold up; set where `retry` is `pause`. */
  readonly scope?: PauseScope;
  /**
   * Where `retry` is `pause`: seconds to hold the scope up; left out where only a change by the actor ends the pause.
   * Where it is `backoff`: the least wait before the next attempt, if there is one.
   */
  readonly pauseSeconds?: number;
  readonly actor: Actor;
  /** One sentence for a person: what to do now. */
  readonly remedy: string;
  /** The vendor's page that documents it. */
  readonly link: string;
}
