import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IntakeFull, type CallbackIntake } from 'waypost/callbacks';
import { CallbackRejected, type Callback } from 'waypost/providers';
import { isAway } from 'waypost/store';
import type { Door } from './door.js';
import type { Doors } from './doors.js';

/** The largest callback, in bytes. */
export const CALLBACK_LIMIT = 3 * 1024 * 1024;

const PATH = '/callbacks/:sender/:token';
/** What is kept of the headers: nothing that proves who sent it. */
const KEPT_HEADERS = ['content-type', 'user-agent'] as const;

/** What became of a request at the door. */
export type RequestOutcome =
  'stored' | 'not_found' | 'unauthorized' | 'too_large' | 'unavailable' | 'failed';

export interface DoorParts {
  readonly doors: Pick<Doors, 'open'>;
  readonly intake: Pick<CallbackIntake, 'receive'>;
  /** Counts a request by the kind of provider, `unknown` where nobody can tell. */
  count(provider: string, outcome: RequestOutcome): void;
}

type Request = FastifyRequest & {
  /** Where it was let in. */
  door?: Door;
};

/** The rest of a refused request is read and dropped up to this many bytes; beyond, its connection is closed. */
const DROPPED_BYTES = 64 * 1024;

/**
 * The vendors' door, `/callbacks/{sender}/{token}`, as a route of its own: Nest's pipeline would cost more than the rest.
 * The address is looked at before the body is read. A callback is proved, then stored, then answered with nothing at
 * all, since some vendors forward a body to the customer. Nothing of a path is ever logged or told: it holds the token.
 */
export function openDoor(fastify: FastifyInstance, parts: DoorParts): void {
  void fastify.register((instance, _options, done) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser(
      // What vendors send goes by its name, which is found without a search.
      ['application/json', '*'],
      { parseAs: 'buffer' },
      (_request, body, parsed) => parsed(null, body),
    );
    instance.decorateRequest('door', undefined);
    instance.setErrorHandler((error: { readonly statusCode?: number }, request: Request, reply) => {
      const status = error.statusCode ?? 500;
      parts.count(request.door?.kind ?? 'unknown', status === 413 ? 'too_large' : 'failed');
      void reply.code(status).send();
    });
    const onRequest = letIn(parts);
    const receive = (request: Request, reply: FastifyReply) => take(request, reply, parts);
    instance.post(PATH, { bodyLimit: CALLBACK_LIMIT, onRequest }, receive);
    instance.get(PATH, { exposeHeadRoute: false, onRequest }, receive);
    done();
  });
}

// A wrong address costs as little as it can, and looks the same whether or not there is such a sender.
function letIn(parts: DoorParts) {
  return (request: Request, reply: FastifyReply, next: () => void): void => {
    const { sender = '', token = '' } = request.params as Readonly<Record<string, string>>;
    const door = parts.doors.open(sender, token);
    if (door) {
      request.door = door;
      return next();
    }
    parts.count('unknown', 'not_found');
    const isShort = Number(request.headers['content-length'] ?? NaN) <= DROPPED_BYTES;
    if (request.method !== 'GET' && !isShort) void reply.header('connection', 'close');
    void reply.code(404).send();
  };
}

async function take(request: Request, reply: FastifyReply, parts: DoorParts): Promise<void> {
  const { door } = request;
  if (!door) throw new Error('A callback came in past the door.');
  const [outcome, status] = await receive(door, callbackOf(request), parts);
  parts.count(door.kind, outcome);
  if (status === 503) void reply.header('retry-after', '1');
  void reply.code(status).send();
}

async function receive(
  door: Door,
  callback: Callback,
  { intake }: DoorParts,
): Promise<readonly [RequestOutcome, number]> {
  // Where it cannot be proved it cannot be taken, and the vendor sends it again.
  if (!door.provider) return ['unavailable', 503];
  if (!isProved(door, callback)) return ['unauthorized', 401];
  const { method, query, body } = callback;
  const facts = { sender: door.sender, provider: door.kind, receivedAt: Date.now() };
  try {
    await intake.receive({ ...facts, method, headers: keptOf(callback), query, body });
    return ['stored', 200];
  } catch (error) {
    if (error instanceof IntakeFull || isAway(error)) return ['unavailable', 503];
    throw error;
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

function callbackOf({ method, headers, query, body }: Request): Callback {
  return {
    method: method as Callback['method'],
    headers: headers as Callback['headers'],
    query: query as Callback['query'],
    body: Buffer.isBuffer(body) ? body : NOTHING,
  };
}

const NOTHING = Buffer.alloc(0);

function keptOf({ headers }: Callback): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
