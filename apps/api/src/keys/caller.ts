import type { Reach } from './scope.js';

/** Who asks: the key of a request, and what it reaches. */
export interface Caller {
  readonly keyId: string;
  /** The principal: the same for a key and for those that it was rotated into. */
  readonly lineage: string;
  readonly reach: Reach;
  /** When the key ends, epoch milliseconds; undefined where it does not. */
  readonly expiresAt?: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard for every request that needs a key. */
    caller?: Caller;
  }
}
