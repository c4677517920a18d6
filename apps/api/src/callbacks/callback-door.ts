import type { IncomingMessage, ServerResponse } from 'node:http';
import { IntakeFull, type CallbackIntake } from 'waypost/callbacks';
import { CallbackRejected, type Callback } from 'waypost/providers';
import { isAway, StoreClosed, type NewCallback } from 'waypost/store';
import { readBytes } from '../http/read-bytes.js';
import type { Door } from './door.js';
import type { Doors } from './doors.js';

/** The largest callback, in bytes. */
const CALLBACK_LIMIT = 3 * 1024 * 1024;

/** The door as a route, and what is called there. */
export const DOOR_ROUTE = { method: ['GET', 'POST'], url: '/callbacks/:sender/:token' };
/** What stands between may ask for the whole URL, which every server has to take: RFC 9112, 3.2.2. */
const ADDRESS = /^(?:https?:\/\/[^/?]*)?\/callbacks\/([^/?]+)\/([^/?]+)(?:\?(.*))?$/;

/** What is kept of the headers: nothing that proves who sent it. */
const KEPT_HEADERS = ['content-type', 'content-encoding', 'user-agent'] as const;

/** What became of a request at the door. */
export type RequestOutcome =
  'stored' | 'not_found' | 'unauthorized' | 'too_large' | 'unavailable' | 'failed';

export interface DoorParts {
  readonly doors: Pick<Doors, 'open'>;
  readonly intake: Pick<CallbackIntake, 'receive'>;
  /** Counts a request by the kind of provider, `unknown` where nobody can tell. */
  count(provider: string, outcome: RequestOutcome): void;
  /** Whether connections are to end with their next answer. */
  isClosing(): boolean;
}

/** The rest of a refused request is read and dropped up to this many bytes; beyond, its connection is closed. */
const DROPPED_BYTES = 64 * 1024;

/**
 * The vendors' door, `/callbacks/{sender}/{token}`, on Node's server itself: the pipelines of Nest and Fastify would
 * cost more than the rest. The address is looked at before the body is read. A callback is proved, then stored, then
 * answered with nothing at all, since some vendors forward a body to the customer. Nothing of a path is ever logged or
 * told: it holds the token.
 * @returns whether the request is for the door, and so will be answered
 */
export function openDoor(parts: DoorParts) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method, url = '' } = request;
    const address = method === 'POST' || method === 'GET' ? ADDRESS.exec(url) : null;
    if (!address) return false;
    const [, sender = '', token = '', search] = address;
    const door = parts.doors.open(sender, token);
    if (door) take({ request, response, door, search }, parts);
    else {
      // A wrong address costs as little as it can, and looks the same whether or not there is such a sender.
      parts.count('unknown', 'not_found');
      answer({ request, response }, 404, parts);
    }
    return true;
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Knock extends Exchange {
  readonly door: Door;
  /** The query string; undefined where there is none. */
  readonly search: string | undefined;
}

function take(knock: Knock, parts: DoorParts): void {
  const { request, door } = knock;
  readBytes(request, CALLBACK_LIMIT, (body) => {
    const end = (outcome: RequestOutcome, status: number): void => {
      parts.count(door.kind, outcome);
      answer(knock, status, parts);
    };
    if (!body) return end('too_large', 413);
    const callback = callbackOf(knock, body);
    const refusal = refusalOf(door, callback);
    if (refusal) return end(...refusal);
    parts.intake.receive(newCallback(door, callback)).then(
      () => end('stored', 200),
      (error: unknown) => (isPassing(error) ? end('unavailable', 503) : end('failed', 500)),
    );
  });
}

function answer({ request, response }: Exchange, status: number, parts: DoorParts): void {
  const headers: Record<string, string> = { 'content-length': '0', 'cache-control': 'no-store' };
  if (status === 503) headers['retry-after'] = '1';
  if (parts.isClosing() || !isDroppable(request)) headers.connection = 'close';
  response.writeHead(status, headers).end();
}

// What was read to its end, or is short, leaves the connection to the next request.
function isDroppable(request: IncomingMessage): boolean {
  if (request.complete || request.method === 'GET') return true;
  return Number(request.headers['content-length'] ?? NaN) <= DROPPED_BYTES;
}

function newCallback({ sender, kind: provider }: Door, callback: Callback): NewCallback {
  const { method, query, body } = callback;
  const headers = keptOf(callback);
  return { sender, provider, receivedAt: Date.now(), method, headers, query, body };
}

// It is not stored, but may be when the vendor sends it again.
function isPassing(error: unknown): boolean {
  return error instanceof StoreClosed || error instanceof IntakeFull || isAway(error);
}

function refusalOf(door: Door, callback: Callback): readonly [RequestOutcome, number] | undefined {
  // Where it cannot be proved it cannot be taken, and the vendor sends it again.
  if (!door.provider) return ['unavailable', 503];
  try {
    return isProved(door, callback) ? undefined : ['unauthorized', 401];
  } catch {
    return ['failed', 500];
  }
}

function isProved(door: Door, callback: Callback): boolean {
  if (!door.accepts(callback.headers)) return false;
  try {
    door.provider?.verify(callback);
    return true;
  } catch (error) {
    if (error instanceof CallbackRejected) return false;
    throw error;
  }
}

function callbackOf({ request, search }: Knock, body: Buffer): Callback {
  return {
    method: request.method as Callback['method'],
    headers: request.headers as Callback['headers'],
    query: search === undefined ? NO_QUERY : Object.fromEntries(new URLSearchParams(search)),
    body: request.method === 'GET' ? NO_BODY : body,
  };
}

const NO_QUERY = {};
const NO_BODY = Buffer.alloc(0);

function keptOf({ headers }: Callback): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
