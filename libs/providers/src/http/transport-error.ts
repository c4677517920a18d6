/** Why there is no whole answer. */
export type TransportFailure = 'connect' | 'egress' | 'timeout' | 'aborted' | 'broken';

/** A request without a whole answer. Carries nothing of the request, and so none of its credentials. */
export class TransportError extends Error {
  constructor(
    readonly failure: TransportFailure,
    /** The system's or the HTTP client's code, such as `ECONNRESET`. */
    readonly reason: string,
  ) {
    super(`${failure}: ${reason}`);
    this.name = 'TransportError';
  }
}
