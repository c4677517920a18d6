import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from '../problem.dto.js';
import { PROBLEM_TYPE } from '../problem.js';

/** Answers what is not HTTP with a problem, on the bare socket, where that can still be read rightly. */
export function answerClientError(socket: Socket, problem: Problem): void {
  if (!socket.writable || isAnswering(socket)) return;
  const body = JSON.stringify(problem);
  socket.write(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
      `Content-Type: ${PROBLEM_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

// Node keeps the response in progress there. Garbage behind a good request must not be answered in that request's
// place: its "malformed" would be read as "not sent".
function isAnswering(socket: Socket): boolean {
  return '_httpMessage' in socket && Boolean(socket._httpMessage);
}
