import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../problem.js';
import { answerClientError } from './client-error.js';
import { requestProblem } from './request-problem.js';

/** The largest body, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/** The largest body of a batch, in bytes. */
export const BATCH_BODY_LIMIT = 10 * BODY_LIMIT;

/** A request must arrive within this, so that a slow client cannot hold sockets for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * Fastify, so set up that also those answers are problems which neither a handler nor a filter gives.
 * @param mark what every answer of this gateway carries
 */
export function createAdapter(mark: object): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // What arrives on a kept connection while the gateway stops is answered like everything else.
    return503OnClosing: false,
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(reply, { ...requestProblem(error.code, error.statusCode), ...mark });
    },
    clientErrorHandler: (error, socket) => {
      answerClientError(socket, { ...requestProblem(error.code), ...mark });
      socket.destroy(error);
    },
  });
}
