import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CallbackRejected } from '../../callback-rejected.js';
import type { Callback, MessagingProvider } from '../../provider.js';
import { jsonOf, withHeaderNames } from '../callbacks.js';
import type { ConformanceCheck } from '../conformance-check.js';
import { readEventFixtures } from '../fixtures/event-fixtures.js';
import type { ProviderHarness } from '../provider-harness.js';
import { newSecret, withRig, type Rig } from '../rig.js';

type Prove = (callback: Callback) => Callback;
type Test = (provider: MessagingProvider, callback: Callback, prove: Prove) => void;
type Each = (promise: string, test: Test) => ConformanceCheck;
type Part = readonly ['headers' | 'query', string];

/** Check 11: only the vendor's callbacks pass. */
export function proofChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const { proof } = harness;
  const check = (promise: string, use: (rig: Rig) => void): ConformanceCheck => ({
    number: 11,
    promise,
    run: () => withRig(harness, (rig) => Promise.resolve(use(rig))),
  });
  const callbacks = () => readEventFixtures(harness.fixtures).map(({ callback }) => callback);
  const anything = check('rejects with CallbackRejected and nothing else', ({ provider }) =>
    rejectsProperly(provider),
  );
  if (proof.kind === 'none') {
    const promise = `takes every callback, for there is no proof: ${proof.reason}`;
    const takes = ({ provider }: Rig) => callbacks().forEach((one) => provider.verify(one));
    return [check(promise, takes), anything];
  }
  const each: Each = (promise, test) =>
    check(promise, ({ provider, secret }) => {
      const prove: Prove = (callback) => proof.prove(callback, secret);
      for (const callback of callbacks()) test(provider, callback, prove);
    });
  const checks = [
    each(`takes a callback with the right ${proof.kind}, header names in any case`, takesProven),
    each(`rejects a callback without its ${proof.kind}`, (provider, callback, prove) => {
      rejects(provider, callback, 'no proof');
      forEachPart(callback, prove(callback), (proven, [place, name]) =>
        rejects(provider, { ...proven, [place]: without(proven[place], name) }, `no ${name}`),
      );
    }),
    each(`rejects a ${proof.kind} made with another secret`, (provider, callback) =>
      rejects(provider, proof.prove(callback, newSecret()), 'another secret'),
    ),
    each(`rejects a ${proof.kind} that was cut, lengthened, emptied or changed`, rejectsChanged),
    anything,
  ];
  return proof.kind === 'secret' ? checks : [...checks, ...signatureChecks(each)];
}

function signatureChecks(each: Each): ConformanceCheck[] {
  return [
    each('rejects a body with any single byte changed', rejectsChangedBody),
    each('looks at the raw body: the same JSON written another way is rejected', rejectsRewritten),
  ];
}

function takesProven(provider: MessagingProvider, callback: Callback, prove: Prove): void {
  const proven = prove(callback);
  const alternate = (name: string) =>
    name.replace(/./g, (letter, i: number) =>
      i % 2 ? letter.toUpperCase() : letter.toLowerCase(),
    );
  provider.verify(proven);
  provider.verify(withHeaderNames(proven, (name) => name.toLowerCase()));
  provider.verify(withHeaderNames(proven, (name) => name.toUpperCase()));
  provider.verify(withHeaderNames(proven, alternate));
}

function rejectsChanged(provider: MessagingProvider, callback: Callback, prove: Prove): void {
  forEachPart(callback, prove(callback), (proven, [place, name]) => {
    const value = proven[place][name] ?? '';
    const reject = (changed: string) =>
      rejects(
        provider,
        { ...proven, [place]: { ...proven[place], [name]: changed } },
        `${name}: ${changed} instead of ${value}`,
      );
    ['', value.slice(0, -1), value.slice(1), `${value}0`, value + value].forEach(reject);
    fc.assert(
      fc.property(fc.nat(value.length - 1), fc.constantFrom(...'0123456789abcdef'), (i, letter) => {
        fc.pre(value[i]?.toLowerCase() !== letter);
        reject(value.slice(0, i) + letter + value.slice(i + 1));
      }),
    );
  });
}

function rejectsChangedBody(provider: MessagingProvider, callback: Callback, prove: Prove): void {
  if (callback.body.length === 0) return;
  const proven = prove(callback);
  const index = fc.nat(proven.body.length - 1);
  fc.assert(
    fc.property(index, fc.integer({ min: 1, max: 255 }), (i, bits) => {
      const body = Uint8Array.from(proven.body, (byte, at) => (at === i ? byte ^ bits : byte));
      rejects(provider, { ...proven, body }, `byte ${i} of the body changed`);
    }),
  );
}

function rejectsRewritten(provider: MessagingProvider, callback: Callback, prove: Prove): void {
  const json = jsonOf(callback);
  if (json === undefined) return;
  const compact = Buffer.from(JSON.stringify(json));
  const spaced = Buffer.from(`${JSON.stringify(json, null, 2)}\n`);
  // Signed one way and delivered the other, in both directions: parsing and writing again restores only one of them.
  for (const [signed, delivered] of [
    [compact, spaced],
    [spaced, compact],
  ] as const) {
    const proven = prove({ ...callback, body: signed });
    provider.verify(proven);
    rejects(provider, { ...proven, body: delivered }, 'the same JSON written another way');
  }
}

function rejectsProperly(provider: MessagingProvider): void {
  const callbacks: fc.Arbitrary<Callback> = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.dictionary(fc.string(), fc.option(fc.string(), { nil: undefined })),
    query: fc.dictionary(fc.string(), fc.string()),
    body: fc.uint8Array({ maxLength: 100 }),
  });
  fc.assert(
    fc.property(callbacks, (callback) => {
      try {
        provider.verify(callback);
      } catch (error) {
        assert.ok(error instanceof CallbackRejected, `verify threw ${String(error)}`);
      }
    }),
  );
}

function rejects(provider: MessagingProvider, callback: Callback, why: string): void {
  assert.throws(() => provider.verify(callback), CallbackRejected, `verify must reject: ${why}`);
}

/** Every header and query parameter that makes up the proof. */
function forEachPart(
  bare: Callback,
  proven: Callback,
  visit: (proven: Callback, part: Part) => void,
): void {
  const added = (place: Part[0]): Part[] =>
    Object.keys(proven[place])
      .filter((name) => proven[place][name] !== bare[place][name])
      .map((name) => [place, name]);
  const parts = [...added('headers'), ...added('query')];
  assert.ok(parts.length > 0, 'prove must add a header or a query parameter.');
  for (const part of parts) visit(proven, part);
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
