import {
  Catch,
  HttpException,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AllowedMethods } from './http/allowed-methods.js';
import { requestProblem } from './http/request-problem.js';
import { problem, ProblemException, sendProblem } from './problem.js';
import { storeProblem } from './store-problem.js';
import { systemCode } from './system-code.js';

/** Turns everything that is thrown on the way of a request into one problem. The only place that does. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);

  constructor(private readonly allowed: AllowedMethods) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    const { problem, headers } = this.#explain(error, http.getRequest<FastifyRequest>());
    sendProblem(reply, problem, headers);
  }

  #explain(error: unknown, request: FastifyRequest): Pick<ProblemException, 'problem' | 'headers'> {
    if (error instanceof ProblemException) return error;
    if (error instanceof HttpException && error.getStatus() < 500) {
      return this.#turnedAway(error, request);
    }
    const ofStore = storeProblem(error);
    if (ofStore) return ofStore;
    // The stack names places in the code; the request is not part of it.
    this.#logger.error('A request failed unexpectedly.', stackOf(error));
    const detail = 'The gateway failed unexpectedly; its log says how.';
    return { problem: problem('internal_error', detail), headers: {} };
  }

  #turnedAway(error: HttpException, { method, url }: FastifyRequest): ProblemException {
    const allowed = error.getStatus() === 404 ? this.allowed.of(url) : [];
    if (allowed.length > 0) {
      const detail = `This path does not answer ${method}, only ${allowed.join(', ')}.`;
      return new ProblemException('method_not_allowed', detail, {}, { allow: allowed.join(', ') });
    }
    const found = requestProblem(systemCode(error.cause), error.getStatus());
    return new ProblemException(found.code, found.detail);
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.name) : typeof error;
}
