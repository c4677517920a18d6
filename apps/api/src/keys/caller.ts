import { reachesSender, type Reach } from './scope.js';

/** Who asks: the key of a request, and what it reaches. */
export interface Caller {
  readonly keyId: string;
  /** The principal: the same for a key and for those that it was rotated into. */
  readonly lineage: string;
  readonly reach: Reach;
  /** When the key ends, epoch milliseconds; undefined where it does not. */
  readonly expiresAt?: number;
}

/**
 * The senders that a list shows a caller, null meaning all: the one that is asked for, else all of the caller's. None
 * where that one is not the caller's, as if it were not there.
 */
export function sendersFor({ reach }: Caller, sender?: string): readonly string[] | null {
  if (sender === undefined) return reach.senders ?? null;
  return reachesSender(reach, sender) ? [sender] : [];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard for every request that needs a key. */
    caller?: Caller;
  }
}
