import type { Actor, ErrorCode, ErrorSource, PauseScope, RetryClass } from './error-code.js';

/** One documented failure of a vendor: what it means for us, what to do about it, and where that is written. */
export interface ErrorEntry {
  readonly source: ErrorSource;
  /** The vendor's own code as text, such as `131056`; where a vendor has none, the key its table is read by. */
  readonly vendorCode: string;
  readonly code: ErrorCode;
  /** The vendor's own title of the failure. */
  readonly title: string;
  readonly retry: RetryClass;
  /** What to hold up; set where `retry` is `pause`. */
  readonly scope?: PauseScope;
  /** Seconds to hold the scope up; left out where only a change by the actor ends the pause. */
  readonly pauseSeconds?: number;
  readonly actor: Actor;
  /** One sentence for a person: what to do now. */
  readonly remedy: string;
  /** The vendor's page that documents it. */
  readonly link: string;
}
