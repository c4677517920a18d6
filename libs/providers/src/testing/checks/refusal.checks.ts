import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ErrorCode } from 'waypost/messages';
import { ProviderError } from '../../provider-error.js';
import type { ConformanceCheck } from '../conformance-check.js';
import { mutationsOf } from '../mutations.js';
import { assertMayHaveBeenSent, outcomeOf, providerErrorOf } from '../provider-error-of.js';
import type { ProviderHarness } from '../provider-harness.js';
import { withRig, type Rig } from '../rig.js';
import type { Reply } from '../server/vendor-server.js';

const HTML: Partial<Reply> = {
  body: '<!doctype html><html><body><h1>It is not here</h1></body></html>',
  headers: { 'content-type': 'text/html' },
};

/** Bodies that are no JSON object, whatever they claim to be. */
const NOT_AN_OBJECT: Readonly<Record<string, Partial<Reply>>> = {
  'an empty body': { body: '' },
  HTML,
  'truncated JSON': { body: '{"status":"err', headers: { 'content-type': 'application/json' } },
  null: { json: null },
  'an empty list': { json: [] },
  'a number': { json: 42 },
  'bytes that are no text': { body: Uint8Array.of(0xff, 0xfe, 0x00, 0xc3) },
};

const WITHOUT_ENVELOPE: Readonly<Record<string, Partial<Reply>>> = {
  'JSON without an envelope': { json: { unexpected: { shape: [1, null] } } },
};

/** The refusals of a harness, one by one. */
export function refusalsOf<O extends object>(
  harness: ProviderHarness<O>,
): (readonly [ErrorCode, Reply])[] {
  return Object.entries(harness.refuses).flatMap(([code, replies]) =>
    [replies].flat().map((reply) => [code as ErrorCode, reply] as const),
  );
}

/** Check 5: refusals, and answers that nobody documented. */
export function refusalChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const refusals = refusalsOf(harness);
  return [
    ...refusals.map(([code, reply]) => ({
      number: 5,
      promise: `reads ${reply.status} ${shortened(reply)} as "${code}", not sent`,
      run: () => readsRefusal(harness, code, reply),
    })),
    {
      number: 5,
      promise: 'throws a ProviderError for every status from 300 to 599 with every malformed body',
      run: () => withRig(harness, readsEveryStatus),
    },
    {
      number: 5,
      promise: 'takes a 2xx without a JSON object for one that may have been sent',
      run: () => withRig(harness, readsLostBodies),
    },
    {
      number: 5,
      promise:
        'survives its documented answers with any part of them changed, and knows which were refusals',
      run: () => withRig(harness, (rig) => survivesMutations(harness, rig)),
    },
  ];
}

async function readsRefusal<O extends object>(
  harness: ProviderHarness<O>,
  code: ErrorCode,
  reply: Reply,
): Promise<void> {
  await withRig(harness, async ({ server, send }) => {
    server.will(reply);
    const when = `${reply.status} ${shortened(reply)}`;
    const error = await providerErrorOf(() => send(), when);
    assert.equal(error.code, code, when);
    assert.equal(error.vendor?.status, reply.status, when);
    assertMayHaveBeenSent(error, false, when);
  });
}

async function readsEveryStatus({ server, send }: Rig): Promise<void> {
  for (let status = 300; status < 600; status += 1) {
    for (const [name, body] of Object.entries({ ...NOT_AN_OBJECT, ...WITHOUT_ENVELOPE })) {
      server.will({ status, ...body });
      const when = `${status} with ${name}`;
      const error = await providerErrorOf(() => send(), when);
      assertMayHaveBeenSent(error, !isRefusalByStatus(status), when);
    }
  }
}

// 408 speaks of the connection: the vendor, or something in front of it, did not get the whole request in time.
function isRefusalByStatus(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

async function readsLostBodies({ server, send }: Rig): Promise<void> {
  for (const status of [200, 201, 202, 204]) {
    for (const [name, body] of Object.entries(NOT_AN_OBJECT)) {
      server.will(status === 204 ? { status } : { status, ...body });
      const when = `${status} with ${name}`;
      assertMayHaveBeenSent(await providerErrorOf(() => send(), when), true, when);
    }
  }
}

async function survivesMutations<O extends object>(
  harness: ProviderHarness<O>,
  { server, send }: Rig,
): Promise<void> {
  const documented = [harness.accepts('kit-id'), ...refusalsOf(harness).map(([, reply]) => reply)];
  const bodies = documented.map(({ json }) => mutationsOf(json ?? {}));
  const answers = fc.record({
    status: fc.oneof(
      fc.constantFrom(...documented.map(({ status }) => status)),
      fc.integer({ min: 200, max: 599 }),
    ),
    json: fc.oneof(...bodies).map((body) => body ?? null),
  });
  await fc.assert(
    fc.asyncProperty(answers, async (reply) => {
      server.will(reply);
      const when = `${reply.status} ${shortened(reply)}`;
      const outcome = await outcomeOf(() => send(), when);
      if (!(outcome instanceof ProviderError)) return;
      const isRefusal = outcome.entry !== undefined || isRefusalByStatus(reply.status);
      assertMayHaveBeenSent(outcome, !isRefusal, when);
    }),
    { numRuns: 300 },
  );
}

function shortened({ json, body }: Reply): string {
  const text = json === undefined ? String(body ?? '') : JSON.stringify(json);
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}
