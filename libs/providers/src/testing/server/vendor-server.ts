import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer of the vendor's: JSON, or any text or bytes. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON with its content type. */
  readonly json?: unknown;
  /** Sent as it is, where there is no `json`. */
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait before the answer. */
  readonly delayMs?: number;
  /** What the answer waits for, where a test decides when that is. */
  readonly after?: Promise<unknown>;
  /** Closes the connection after the answer without having announced it. */
  readonly thenClose?: boolean;
}

/**
 * What can become of a request other than an answer.
 *
 * - `reset-before-body`: the connection is reset once the head of the request has arrived.
 * - `reset-after-body`, `close-after-body`: reset, or closed in order, once all of it has been read.
 * - `silence`: all of it is read, and nothing is ever answered.
 * - `cut-answer`: an answer that promises more bytes than come, and a close.
 * - `stalled-answer`: an answer that promises more bytes than come, and nothing after it.
 * - `not-http`: an answer in another protocol.
 */
export type Fault =
  | 'reset-before-body'
  | 'reset-after-body'
  | 'close-after-body'
  | 'silence'
  | 'cut-answer'
  | 'stalled-answer'
  | 'not-http';

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query, not decoded. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes; empty where the connection was reset before they were read. */
  readonly body: Buffer;
}

const UNFINISHED =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4096\r\n\r\n{"id":"';

/** A real HTTP server on a loopback port that records what it gets and answers, or fails, as it is told. */
export class VendorServer {
  /** What arrived, in order; a request is added before it is answered. */
  readonly requests: RecordedRequest[] = [];
  readonly #server: Server;
  readonly #arrivals: (() => void)[] = [];
  #behaviour: Reply | Fault = { status: 500, body: 'No answer has been set.' };
  #heads = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#heads += 1;
      // A client that goes away in the middle of its request has nothing to be told.
      this.#handle(request, response).catch(() => request.destroy());
    });
  }

  /** A server that listens on a free port of 127.0.0.1. */
  static async start(): Promise<VendorServer> {
    const vendor = new VendorServer();
    await new Promise<void>((resolve) => vendor.#server.listen(0, '127.0.0.1', resolve));
    return vendor;
  }

  /** Without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** How many requests began to arrive, whole or not. */
  get received(): number {
    return this.#heads;
  }

  /** Sets what every request from now on meets, and forgets those before. */
  will(behaviour: Reply | Fault): this {
    this.#behaviour = behaviour;
    this.#heads = 0;
    this.requests.length = 0;
    return this;
  }

  /** Resolves when a request has been recorded. */
  arrival(): Promise<void> {
    if (this.requests.length > 0) return Promise.resolve();
    return new Promise((resolve) => this.#arrivals.push(resolve));
  }

  /** Drops every connection and stops. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const behaviour = this.#behaviour;
    const early = behaviour === 'reset-before-body';
    this.#record(incoming, early ? Buffer.alloc(0) : await buffer(incoming));
    if (typeof behaviour === 'string') return fail(behaviour, incoming);
    await answer(behaviour, response);
  }

  #record({ method = '', url = '', headers }: IncomingMessage, body: Buffer): void {
    const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    this.requests.push({ method, path: url, headers: Object.fromEntries(pairs), body });
    for (const arrived of this.#arrivals.splice(0)) arrived();
  }
}

function fail(fault: Fault, { socket }: IncomingMessage): void {
  switch (fault) {
    case 'reset-before-body':
    case 'reset-after-body':
      socket.resetAndDestroy();
      return;
    case 'close-after-body':
      socket.end();
      return;
    case 'cut-answer':
      socket.end(UNFINISHED);
      return;
    case 'stalled-answer':
      socket.write(UNFINISHED);
      return;
    case 'not-http':
      socket.end('220 mail.example.com ESMTP ready\r\n');
      return;
    case 'silence':
  }
}

async function answer(reply: Reply, response: ServerResponse): Promise<void> {
  if (reply.delayMs) await new Promise((resolve) => setTimeout(resolve, reply.delayMs));
  await reply.after;
  const isJson = reply.json !== undefined;
  const payload = isJson ? JSON.stringify(reply.json) : (reply.body ?? '');
  response.writeHead(reply.status, {
    ...(isJson ? { 'content-type': 'application/json' } : {}),
    'content-length': Buffer.byteLength(payload),
    ...reply.headers,
  });
  const { socket } = response;
  response.end(payload, () => {
    if (reply.thenClose) socket?.destroySoon();
  });
}
