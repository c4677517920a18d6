import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** The URL of a loopback port on which nothing listens: a connection is refused. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A loopback port on which a connection is neither accepted nor refused. */
export interface DeafPort {
  readonly url: string;
  close(): Promise<void>;
}

// The thread listens and then stands still, so that nobody takes connections out of the kernel's queue.
const DEAF = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
const UNANSWERED_MS = 150;
const LARGEST_QUEUE = 64;

/**
 * Fills the queue of a listener that accepts nothing, until the kernel leaves a connection unanswered: on Linux
 * and macOS every further one then hangs. Where a system refuses instead, a connection to it fails all the same.
 */
export async function deafPort(): Promise<DeafPort> {
  const worker = new Worker(DEAF, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve).once('error', reject);
  });
  const sockets: Socket[] = [];
  while (sockets.length < LARGEST_QUEUE) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    if (!(await isConnected(socket))) break;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await worker.terminate();
    },
  };
}

function isConnected(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), UNANSWERED_MS);
    const settle = (connected: boolean) => {
      clearTimeout(timer);
      resolve(connected);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
