import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../answer.js';
import type { Cut } from '../log/message-log.js';

/** The two ends of one exchange. */
export interface Wire {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Writes a whole answer. */
export const writeAnswer = ({ response }: Wire, answer: Answer): void => {
  const { status, body, contentType, headers } = answer;
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
};

/** Announces a whole answer, writes half of it, and resets the connection. Returns the half. */
export const writeHalf = ({ request, response }: Wire, answer: Answer): string => {
  const { status, body, contentType } = answer;
  const half = body.slice(0, body.length / 2);
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
  });
  response.write(half, () => request.socket.resetAndDestroy());
  return half;
};

/** Ends an exchange without an answer: a reset, an orderly close, or (`no-answer`) nothing until somebody closes. */
export const cutOff = ({ request: { socket } }: Wire, cut: Cut): void => {
  if (cut === 'reset-before-read' || cut === 'reset-after-read') socket.resetAndDestroy();
  if (cut === 'close-after-read') socket.destroySoon();
};
