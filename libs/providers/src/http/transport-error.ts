/**
 * Why there is no whole answer. The last three were never sent, and not for the vendor's sake: the address is no http or
 * https URL, HTTP cannot carry the request, or an interceptor kept it back.
 */
export type TransportFailure =
  'connect' | 'egress' | 'timeout' | 'aborted' | 'broken' | 'address' | 'request' | 'interceptor';

/** A request without a whole answer. Carries nothing of the request, and so none of its credentials. */
export class TransportError extends Error {
  constructor(
    readonly failure: TransportFailure,
    /** The system's or the HTTP client's code, such as `ECONNRESET`, or a few words. */
    readonly reason: string,
  ) {
    super(`${failure}: ${reason}`);
    this.name = 'TransportError';
  }
}
