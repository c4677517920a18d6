import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallbackItem, StatusItem } from '../../callback-item.js';
import type { Callback } from '../../provider.js';
import { assertAreItems } from '../callback-items.js';
import { jsonOf, withHeaderNames, withMembersReversed } from '../callbacks.js';
import type { ConformanceCheck } from '../conformance-check.js';
import {
  assertAreExpected,
  eventFixtureNames,
  readEventFixture,
  readEventFixtures,
} from '../fixtures/event-fixtures.js';
import { mutationsOf } from '../mutations.js';
import type { ProviderHarness } from '../provider-harness.js';
import { withRig, type Rig } from '../rig.js';

const BEYOND_THE_STACK = 100_000;
const LONG_BODY = 256 * 1024;

/** Checks 10, 12 and 13: from a callback to its items. */
export function callbackChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const { fixtures } = harness;
  const check = (
    number: number,
    promise: string,
    use: (rig: Rig) => void | Promise<void>,
  ): ConformanceCheck => ({
    number,
    promise,
    run: () => withRig(harness, async (rig) => use(rig)),
  });
  return [
    ...eventFixtureNames(fixtures).map((name) =>
      check(10, `translates fixtures/events/${name}.json as its pair says`, (rig) =>
        translatesFixture(rig, fixtures, name),
      ),
    ),
    check(12, 'translates any JSON without throwing, and never into nothing', translatesAnyJson),
    check(12, 'translates any bytes and any query without throwing', translatesAnyBytes),
    check(12, 'translates JSON nested beyond what a stack can hold', translatesDeepJson),
    check(12, 'translates 256 KiB of what is no JSON in a bearable time', translatesLongBody),
    check(12, 'survives its documented callbacks with any part of them changed', (rig) =>
      survivesMutations(rig, fixtures),
    ),
    check(12, 'keeps what it does not know as an unknown item with the raw part', keepsUnknown),
    check(13, 'gives equal items with equal ids for the same callback twice', (rig) =>
      repeatsItself(rig, fixtures),
    ),
    check(13, 'gives a fact the same id in whatever order its members are written', (rig) =>
      readsAnyOrder(rig, fixtures),
    ),
    check(13, 'gives different facts different ids', (rig) => tellsFactsApart(rig, fixtures)),
  ];
}

function translatesFixture({ provider }: Rig, fixtures: URL, name: string): void {
  const fixture = readEventFixture(fixtures, name);
  for (const rename of [(header: string) => header, upperCase, lowerCase]) {
    const items = provider.translate(withHeaderNames(fixture.callback, rename));
    assertAreItems(items, name);
    assertAreExpected(items, fixture, name);
  }
}

function translatesAnyJson({ provider }: Rig): void {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (json) => {
      assertAreItems(provider.translate(posted(json)), json);
    }),
    { numRuns: 500 },
  );
}

// What takes the square of its length takes a minute here and holds everybody up; what does not, some milliseconds.
function translatesLongBody({ provider }: Rig): void {
  const started = performance.now();
  for (const part of ['\\"', '"', ', ', ',\n}', '\\', '{"a":', '1', '<a>']) {
    const body = `{"a":"${part.repeat(LONG_BODY / part.length)}`;
    assertAreItems(provider.translate(posted(body)), part);
    assert.ok(performance.now() - started < 20_000, `So much of ${part} takes too long.`);
  }
}

function translatesDeepJson({ provider }: Rig): void {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"id":"1","raw":', '}]'],
  ] as const) {
    const json = `${open.repeat(BEYOND_THE_STACK)}1${close.repeat(BEYOND_THE_STACK)}`;
    assertAreItems(provider.translate(posted(json)), `JSON of many ${open}`);
  }
}

function translatesAnyBytes({ provider }: Rig): void {
  const callbacks: fc.Arbitrary<Callback> = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.dictionary(fc.string(), fc.option(fc.string(), { nil: undefined })),
    query: fc.dictionary(fc.string(), fc.string()),
    body: fc.uint8Array({ maxLength: 300 }),
  });
  fc.assert(
    fc.property(callbacks, (callback) => {
      assertAreItems(provider.translate(callback), 'any bytes');
    }),
    { numRuns: 500 },
  );
}

function survivesMutations({ provider }: Rig, fixtures: URL): void {
  for (const { name, callback } of readEventFixtures(fixtures)) {
    const json = jsonOf(callback);
    if (json === undefined) continue;
    fc.assert(
      fc.property(mutationsOf(json), (changed) => {
        const body = Buffer.from(JSON.stringify(changed ?? null));
        assertAreItems(provider.translate({ ...callback, body }), `${name}, changed`);
      }),
    );
  }
}

function keepsUnknown({ provider }: Rig): void {
  const strange = { kitProbe: { nobody: 'has seen this before' } };
  const items = provider.translate(posted(JSON.stringify(strange)));
  assert.deepEqual([...new Set(items.map(({ kind }) => kind))], ['unknown']);
  const raw = JSON.stringify(items.map((item) => item.raw));
  assert.ok(raw.includes('has seen this before'), `The raw part is lost: ${raw}`);
  const other = provider.translate(posted(JSON.stringify({ kitProbe: 'something else' })));
  assert.notEqual(items[0]?.id, other[0]?.id, 'Two unknown callbacks must have different ids.');
}

function repeatsItself({ provider }: Rig, fixtures: URL): void {
  const strange = { name: 'an unknown callback', callback: posted('{"kitProbe":1}') };
  for (const { name, callback } of [...readEventFixtures(fixtures), strange]) {
    const again = { ...callback, body: Buffer.from(callback.body) };
    assert.deepEqual(provider.translate(again), provider.translate(callback), name);
  }
}

// What nobody knows may be told twice; what is known must not happen twice.
function readsAnyOrder({ provider }: Rig, fixtures: URL): void {
  const knownIds = (callback: Callback): string[] =>
    provider
      .translate(callback)
      .filter(({ kind }) => kind !== 'unknown' && kind !== 'ignored')
      .map(({ id }) => id)
      .sort();
  for (const { name, callback } of readEventFixtures(fixtures)) {
    assert.deepEqual(knownIds(withMembersReversed(callback)), knownIds(callback), name);
  }
}

function tellsFactsApart({ provider }: Rig, fixtures: URL): void {
  const perFixture = readEventFixtures(fixtures).map((fixture) => ({
    name: fixture.name,
    items: provider.translate(fixture.callback),
  }));
  for (const { name, items } of perFixture) {
    const ids = items.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, `${name}: two items share an id: ${ids.join()}`);
  }
  const items = perFixture.flatMap((fixture) => fixture.items);
  const facts = new Map<string, string>();
  for (const item of items) {
    const fact = factOf(item);
    assert.equal(facts.get(item.id) ?? fact, fact, `Different facts share the id ${item.id}.`);
    facts.set(item.id, fact);
  }
  const statuses = items.filter((item): item is StatusItem => item.kind === 'status');
  const told = statuses.some((a) => statuses.some((b) => a.status !== b.status && shareAnId(a, b)));
  assert.ok(told, 'The event fixtures must show two different statuses of one message.');
}

function factOf(item: CallbackItem): string {
  return item.kind === 'status' ? `${item.kind} ${item.status}` : item.kind;
}

function shareAnId(a: StatusItem, b: StatusItem): boolean {
  const sameReference = a.ids.reference !== undefined && a.ids.reference === b.ids.reference;
  return sameReference || a.ids.providerIds.some((id) => b.ids.providerIds.includes(id));
}

function posted(text: string): Callback {
  const headers = { 'content-type': 'application/json' };
  return { method: 'POST', headers, query: {}, body: Buffer.from(text) };
}

const upperCase = (name: string): string => name.toUpperCase();
const lowerCase = (name: string): string => name.toLowerCase();
