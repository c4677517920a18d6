import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** One callback as it arrived. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A consumer of callbacks that knows nothing of the sandbox: it writes down what comes and answers as it is told. */
export interface RecordingReceiver {
  readonly url: string;
  readonly received: Received[];
  /** Every JSON body so far. */
  bodies(): Record<string, unknown>[];
  close(): Promise<void>;
}

const textOf = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const closing = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Starts a receiver; `answer` sees the response and the number of the callback, from 1. Its default is 200 with no body. */
export const recordingReceiver = async (
  answer: (response: ServerResponse, number: number) => void = (response) => response.end(),
): Promise<RecordingReceiver> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      received.push({ method, url, headers, body });
      answer(response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    bodies: () => received.map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    close: () => closing(server),
  };
};
