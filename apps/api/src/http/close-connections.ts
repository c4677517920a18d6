import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Drain } from '../drain.js';

/** What answers may still take on their way once nothing is being handed over any more. */
const LINGER_MS = 2_000;

/** How long a kept connection is given for one more request, whose answer ends it. */
const LAST_REQUEST_MS = 1_000;
const LOOK_EVERY_MS = 20;

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

/**
 * Resolves once nobody is connected, or after a moment. A connection that is closed while it is idle resets the request
 * that its client is just sending; one that is used meanwhile ends in order, with its answer.
 */
export async function lastRequests(server: Server): Promise<void> {
  const end = performance.now() + LAST_REQUEST_MS;
  while (performance.now() < end && (await connections(server)) > 0) await sleep(LOOK_EVERY_MS);
}

function connections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}
