import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { IntakeFull, isAway, type CallbackIntake } from 'waypost/callbacks';
import { CallbackRejected, type Callback } from 'waypost/providers';
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

type Request = FastifyRequest<{ Params: { readonly sender: string; readonly token: string } }>;

/**
 * The vendors' door, `/callbacks/{sender}/{token}`, as a route of its own: Nest's pipeline would cost more than the rest.
 * A callback is proved, then stored, then answered with nothing at all, since some vendors forward a body to the
 * customer. Nothing of a path is ever logged or told: it holds the token.
 */
export function openDoor(fastify: FastifyInstance, parts: DoorParts): void {
  void fastify.register((instance, _options, done) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    instance.setErrorHandler((error: { readonly statusCode?: number }, _request, reply) => {
      const status = error.statusCode ?? 500;
      parts.count('unknown', status === 413 ? 'too_large' : 'failed');
      void reply.code(status).send();
    });
    const receive = (request: Request, reply: FastifyReply) => take(request, reply, parts);
    instance.post(PATH, { bodyLimit: CALLBACK_LIMIT }, receive);
    instance.get(PATH, { exposeHeadRoute: false }, receive);
    done();
  });
}

async function take(request: Request, reply: FastifyReply, parts: DoorParts): Promise<void> {
  const { sender, token } = request.params;
  const door = parts.doors.open(sender, token);
  const [outcome, status] = door
    ? await receive(door, callbackOf(request), parts)
    : (['not_found', 404] as const);
  parts.count(door?.kind ?? 'unknown', outcome);
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
