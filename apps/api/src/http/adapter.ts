import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../problem.js';
import { answerClientError } from './client-error.js';
import { requestProblem } from './request-problem.js';

/** The largest body, in bytes. */
const BODY_LIMIT = 1024 * 1024;

/** The largest body of a batch, in bytes. */
export const BATCH_BODY_LIMIT = 10 * BODY_LIMIT;

/** A request must arrive within this, so that a slow client cannot hold sockets for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** For how long a connection is kept that nothing is asked on: longer than the proxies in front keep it. */
const KEEP_ALIVE_MS = 72_000;

/** Answers a request by itself and says so, or leaves it to Fastify. */
export type Precursor = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Fastify, so set up that also those answers are problems which neither a handler nor a filter gives.
 * @param mark what every answer of this gateway carries
 * @param precursor is asked about each request before Fastify
 */
export function createAdapter(mark: object, precursor: Precursor = () => false): FastifyAdapter {
  const timeouts = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS };
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    serverFactory: (fastify: RequestListener) =>
      createServer(timeouts, (request, response) => {
        if (!precursor(request, response)) fastify(request, response);
      }),
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
