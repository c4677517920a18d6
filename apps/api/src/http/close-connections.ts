import type { FastifyInstance } from 'fastify';
import type { Drain } from '../drain.js';

/** What answers may still take on their way once nothing is being handed over any more. */
const LINGER_MS = 2_000;

/**
 * Ends the connections of a stopping gateway: each with its last answer, and those that never asked anything (a
 * browser opens such in advance) after a moment. Without this, one kept connection would hold the gateway up.
 */
export function closeConnections(fastify: FastifyInstance, drain: Drain): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (drain.draining) void reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('preClose', (done) => {
    setTimeout(() => fastify.server.closeAllConnections(), LINGER_MS).unref();
    done();
  });
}
