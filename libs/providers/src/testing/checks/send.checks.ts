import assert from 'node:assert/strict';
import { examples, type Message } from 'waypost/messages';
import type { SendContext } from '../../provider.js';
import type { ConformanceCheck } from '../conformance-check.js';
import {
  assertIsFixture,
  readRequestFixture,
  requestFixtureKeys,
} from '../fixtures/request-fixtures.js';
import { assertMayHaveBeenSent, providerErrorOf } from '../provider-error-of.js';
import type { ProviderHarness } from '../provider-harness.js';
import { ANY_MESSAGE, CONTEXT, withRig } from '../rig.js';

const UNSET = { messaging_product: undefined, recipient_type: undefined, context: undefined };

/** Checks 2, 3, 4 and 9: what goes over the wire, what does not, and what comes back. */
export function sendChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const samples: Record<string, Message> = { ...examples, ...harness.samples };
  const fixtures = requestFixtureKeys(harness.fixtures);
  const without = Object.keys(samples).filter((key) => !fixtures.includes(key));
  const unsupported = [
    ...without.map((key) => [key, samples[key]] as const),
    ...Object.entries(harness.unsupported ?? {}),
  ];
  return [
    ...fixtures.map((key) => ({
      number: 2,
      promise: `sends ${key} as fixtures/requests/${key}.json says`,
      run: () => sendsFixture(harness, key, samples[key]),
    })),
    ...unsupported.map(([key, message]) => ({
      number: 3,
      promise: `does not support ${key}, and sending it throws "unsupported" without a request`,
      run: () => refusesUnsupported(harness, key, message),
    })),
    {
      number: 2,
      promise: 'sends a field that is undefined as one that is not there',
      run: () => leavesUndefinedOut(harness),
    },
    {
      number: 3,
      promise: 'throws "invalid" without a request where JSON cannot hold the message',
      run: () => refusesUnwritable(harness),
    },
    {
      number: 3,
      promise: 'says what it supports without a request',
      run: () => supportsWithoutRequest(harness, Object.values(samples)),
    },
    {
      number: 4,
      promise: "returns the vendor's id and answer",
      run: () => returnsTheId(harness),
    },
    {
      number: 4,
      promise: 'takes an acceptance without an id for an acceptance',
      run: () => acceptsWithoutId(harness),
    },
    {
      number: 9,
      promise: 'changes neither the message nor the context',
      run: () => leavesArgumentsAlone(harness, samples),
    },
  ];
}

async function sendsFixture<O extends object>(
  harness: ProviderHarness<O>,
  key: string,
  message: Message | undefined,
): Promise<void> {
  assert.ok(message, `fixtures/requests/${key}.json belongs to no sample message.`);
  const fixture = readRequestFixture(harness.fixtures, key);
  await withRig(harness, async ({ provider, server, secret, send }) => {
    assert.ok(provider.supports(message), `There is a fixture, so ${key} must be supported.`);
    server.will(harness.accepts('kit-id'));
    await send(message);
    const [request, second] = server.requests;
    assert.ok(request && !second, `${server.requests.length} requests arrived instead of one.`);
    assertIsFixture(request, fixture, secret);
  });
}

async function refusesUnsupported<O extends object>(
  harness: ProviderHarness<O>,
  key: string,
  message: Message | undefined,
): Promise<void> {
  await withRig(harness, async ({ provider, server, send }) => {
    assert.ok(
      message && !provider.supports(message),
      `${key} is supported, so fixtures/requests/${key}.json must say what goes over the wire.`,
    );
    server.will(harness.accepts('kit-id'));
    const error = await providerErrorOf(() => send(message), `an unsupported ${key}`);
    assert.equal(error.code, 'unsupported');
    assertMayHaveBeenSent(error, false, `an unsupported ${key}`);
    assert.equal(server.received, 0, `An unsupported ${key} must not reach the vendor.`);
  });
}

async function leavesUndefinedOut<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  await withRig(harness, async ({ server, send }) => {
    server.will(harness.accepts('kit-id'));
    const { messaging_product: _product, recipient_type: _type, ...message } = ANY_MESSAGE;
    await send(message);
    await send({ ...message, ...UNSET });
    const [plain, unset] = server.requests.map(
      ({ body }) => JSON.parse(body.toString()) as unknown,
    );
    assert.deepEqual(unset, plain);
  });
}

async function refusesUnwritable<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  const endless: Record<string, unknown> = {};
  endless.itself = endless;
  await withRig(harness, async ({ server, send }) => {
    server.will(harness.accepts('kit-id'));
    for (const part of [{ text: endless }, { text: { body: 1n } }]) {
      const when = 'a message that JSON cannot hold';
      const error = await providerErrorOf(() => send({ ...ANY_MESSAGE, ...part } as Message), when);
      assert.equal(error.code, 'invalid', when);
      assertMayHaveBeenSent(error, false, when);
      assert.equal(server.received, 0, `${when} must not reach the vendor.`);
    }
  });
}

async function supportsWithoutRequest<O extends object>(
  harness: ProviderHarness<O>,
  samples: readonly Message[],
): Promise<void> {
  await withRig(harness, ({ provider, server }) => {
    for (const message of samples) {
      assert.equal(typeof provider.supports(message), 'boolean');
      assert.equal(provider.supports(message), provider.supports(message));
    }
    assert.equal(server.received, 0);
    return Promise.resolve();
  });
}

async function returnsTheId<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  await withRig(harness, async ({ server, send }) => {
    for (const id of ['kit-id-1', '8b149927-8f3c-40da-b62c-58eeff60903e']) {
      const reply = harness.accepts(id);
      server.will(reply);
      const accepted = await send();
      assert.equal(accepted.providerMessageId, id);
      assert.deepEqual(accepted.raw, reply.json);
    }
  });
}

async function acceptsWithoutId<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  await withRig(harness, async ({ server, send }) => {
    server.will({ ...harness.accepts('kit-id'), json: {} });
    const accepted = await send();
    assert.equal(accepted.providerMessageId, undefined);
    assert.deepEqual(accepted.raw, {});
  });
}

async function leavesArgumentsAlone<O extends object>(
  harness: ProviderHarness<O>,
  samples: Readonly<Record<string, Message>>,
): Promise<void> {
  await withRig(harness, async ({ provider, server }) => {
    server.will(harness.accepts('kit-id'));
    const context: SendContext = deepFreeze(structuredClone(CONTEXT));
    for (const message of [ANY_MESSAGE, ...Object.values(samples)]) {
      if (!provider.supports(message)) continue;
      // A write to a frozen object throws, so a change shows even where it would be undone.
      const frozen = deepFreeze(structuredClone(message));
      await provider.send(frozen, context);
      assert.deepEqual(frozen, structuredClone(message));
    }
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
