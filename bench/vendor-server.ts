// A vendor that answers every request at once, in a process of its own, so that its work is not measured. It knows
// no path: to all it answers as Gupshup does, and counts what it has read of each.
import { createServer, type AddressInfo } from 'node:net';
import { Frames } from './load/frames.js';
import { ID_PREFIX, idDigits } from './load/target.js';
import { clock } from './rig/clock.js';
import { answer } from './rig/ipc.js';

/** What a parent may ask: where the vendor listens, how often a path was read, how many ids it gave, or to be told when it was read. */
export type VendorQuestion =
  | { readonly port: true }
  | { readonly readOf: string }
  | { readonly ids: true }
  | { readonly waitFor: string; readonly reads: number };

interface Waiter {
  readonly reads: number;
  readonly resolve: (readAt: number) => void;
}

/** What servers usually say besides, so that clients have it to read. */
const HEADERS = [
  'content-type: application/json',
  'date: Sat, 21 Nov 2026 06:00:00 GMT',
  'connection: keep-alive',
  'keep-alive: timeout=5',
  '',
].join('\r\n');

const reads = new Map<string, number>();
const waiters = new Map<string, Waiter>();
let ids = 0;

const server = createServer({ noDelay: true }, (socket) => {
  const frames = new Frames((head) => {
    count(/^\S+ ([^ ?]*)/.exec(head)?.[1] ?? '');
    socket.write(accepted(), 'latin1');
  });
  socket.on('data', (chunk) => frames.push(chunk)).on('error', () => undefined);
});

function count(path: string): void {
  const read = (reads.get(path) ?? 0) + 1;
  reads.set(path, read);
  const waiter = waiters.get(path);
  if (waiter && read >= waiter.reads) {
    waiters.delete(path);
    waiter.resolve(clock());
  }
}

// Every message has an id of its own: a gateway may look messages up by it.
function accepted(): string {
  const id = `${ID_PREFIX}${idDigits(++ids)}`;
  const body = `{"messages":[{"id":"${id}"}],"messaging_product":"whatsapp","contacts":[{"input":"919876500001","wa_id":"919876500001"}]}`;
  return `HTTP/1.1 200 OK\r\n${HEADERS}content-length: ${body.length}\r\n\r\n${body}`;
}

function waitFor(path: string, wanted: number): Promise<number> {
  if ((reads.get(path) ?? 0) >= wanted) return Promise.resolve(clock());
  return new Promise((resolve) => waiters.set(path, { reads: wanted, resolve }));
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  answer((question: VendorQuestion) => {
    if ('port' in question) return port;
    if ('ids' in question) return ids;
    if ('readOf' in question) return reads.get(question.readOf) ?? 0;
    return waitFor(question.waitFor, question.reads);
  });
});
