import type { FastifyReply } from 'fastify';
import { PROBLEMS, type ProblemCode } from './problem-code.js';
import type { Problem } from './problem.dto.js';

/** What a problem may say beyond its code and detail. */
export type ProblemMembers = Partial<Omit<Problem, 'type' | 'title' | 'detail' | 'code'>>;

/** The media type of every error (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** The problem of a code, with its status and title. */
export function problem(code: ProblemCode, detail: string, members: ProblemMembers = {}): Problem {
  const { status, title } = PROBLEMS[code];
  return { type: `urn:waypost:problem:${code}`, title, status, detail, code, ...members };
}

/** Thrown by a handler or a guard to be answered as a problem. */
export class ProblemException extends Error {
  readonly problem: Problem;

  constructor(
    code: ProblemCode,
    detail: string,
    members?: ProblemMembers,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'ProblemException';
    this.problem = problem(code, detail, members);
  }
}

/** Answers with a problem. */
export function sendProblem(
  reply: FastifyReply,
  body: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (body.retryAfter !== undefined) void reply.header('retry-after', String(body.retryAfter));
  void reply.status(body.status).headers(headers).type(PROBLEM_TYPE).send(body);
}
