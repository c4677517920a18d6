import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallbackItem, StatusItem } from 'waypost/providers';
import { StoreUnavailable, type Callbacks, type NewCallback, type Store } from 'waypost/store';
import { addSenders, ENGINES, type StorePlace } from '../../../../test/stores.js';
import { Applier, type ApplySurroundings } from './applier.js';
import { CallbackIntake, IntakeFull } from './callback-intake.js';
import type { StatusReport } from './item-writes.js';

jest.setTimeout(60_000);

const status = (id: string): StatusItem => ({
  ...{ kind: 'status', id, status: 'sent', ids: { providerIds: [id] }, raw: {} },
});

const came = (receivedAt: number, ...words: readonly string[]): NewCallback => ({
  ...{ sender: 'shop-in', provider: 'memory', receivedAt, method: 'POST' },
  ...{ headers: {}, query: {}, body: Buffer.from(words.join(' ')) },
});

/** A callback of which the body is a list of words: a status each, or `template`, `flagged`, `unknown`, `throw`. */
const callback = (...words: readonly string[]): NewCallback => came(Date.now(), ...words);

function itemsOf(body: Uint8Array): CallbackItem[] {
  const words = Buffer.from(body).toString().split(' ');
  if (words.includes('throw')) throw new Error('A provider that breaks its word.');
  return words.map((word): CallbackItem => {
    if (word.startsWith('template')) {
      const occurredAt = '2026-11-20T10:00:00.000Z';
      return {
        kind: 'template',
        id: word,
        occurredAt,
        change: 'approved',
        templateIds: [],
        raw: {},
      };
    }
    if (word === 'flagged') return { kind: 'account', id: word, change: 'quality', raw: {} };
    if (word.startsWith('unknown')) {
      return { kind: 'unknown', id: word, reason: 'Nobody knows it.', raw: { a: { b: word } } };
    }
    return status(word);
  });
}

describe.each(ENGINES)('the intake of callbacks on %s', (_name, create) => {
  let place: StorePlace;
  let store: Store;
  let counts: Record<string, number>;
  let warned: string[];
  let stuck: number[];
  let taken: string[];
  let intake: CallbackIntake;

  beforeEach(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in');
    [counts, warned, stuck, taken] = [{}, [], [], []];
    intake = open();
  });
  afterEach(async () => {
    await intake.stop();
    await place.drop();
  });

  function open(changes: Partial<ApplySurroundings> = {}, kept?: Callbacks): CallbackIntake {
    const applier = new Applier(kept ?? store.callbacks, {
      reader: () => ({ translate: ({ body }) => itemsOf(body) }),
      take,
      receive: () => Promise.resolve({ duplicate: false }),
      readReference: () => undefined,
      count: (_provider, kind, outcome) => {
        counts[`${kind} ${outcome}`] = (counts[`${kind} ${outcome}`] ?? 0) + 1;
      },
      stuck: ({ position }) => stuck.push(position),
      warn: (_callback, reason, { keys }) => warned.push(`${reason} ${keys.join(',')}`),
      ...changes,
    });
    return new CallbackIntake(kept ?? store.callbacks, applier);
  }

  // Refuses all together where one is bad, as the store does.
  function take(reports: readonly StatusReport[]) {
    if (reports.some(({ itemId }) => itemId === 'bad')) {
      return Promise.reject(new Error('The store refuses this.'));
    }
    const answers = reports.map(({ itemId }) => ({
      duplicate: taken.includes(itemId),
      known: true,
    }));
    taken.push(...reports.map(({ itemId }) => itemId));
    return Promise.resolve(answers);
  }

  async function idle(): Promise<void> {
    while ((await store.callbacks.pending({ after: 0, limit: 1 })).length > 0) await sleep(5);
  }

  const outcomes = async () =>
    (await store.callbacks.list({}, { limit: 100 })).rows.map(({ outcome }) => outcome).reverse();

  it('applies what a process left behind that is gone, and then what comes', async () => {
    await store.callbacks.keep(callback('left'));
    intake.start();
    await intake.receive(callback('came'));
    await idle();
    expect(taken).toEqual(['left', 'came']);
    expect(await outcomes()).toEqual(['applied', 'applied']);
  });

  it('lets a bad item sink neither its callback nor the others', async () => {
    intake.start();
    await Promise.all([
      intake.receive(callback('a', 'bad', 'template-1', 'b')),
      intake.receive(callback('throw')),
      intake.receive(callback('c')),
    ]);
    await idle();
    expect(taken.sort()).toEqual(['a', 'b', 'c']);
    expect(await outcomes()).toEqual(['failed', 'failed', 'applied']);
    expect(counts).toMatchObject({
      'status applied': 3,
      'status failed': 1,
      'template applied': 1,
      'unknown failed': 1,
    });
  });

  it('tells of templates and of what nobody knows once, by names and not by what they say', async () => {
    intake.start();
    await intake.receive(callback('template-1', 'unknown-1'));
    await intake.receive(callback('template-1', 'unknown-1'));
    await idle();
    const { rows } = await store.feed(null, null, 10);
    expect(rows.map(({ type }) => type)).toEqual(['template.updated', 'callback.unknown']);
    expect(rows.map(({ data }) => data).join()).not.toContain('unknown-1');
    expect(warned).toEqual(['Nobody knows it. a.b', 'Nobody knows it. a.b']);
    while ((counts['template duplicate'] ?? 0) < 1) await sleep(5);
    expect(counts).toMatchObject({ 'template applied': 1, 'unknown unknown': 2 });
  });

  it('tells again of what comes again, where the vendor gives no time to tell it from a repetition by', async () => {
    intake.start();
    const times = ['10:10', '10:50', '13:00'].map((time) => Date.parse(`2026-11-20T${time}:00Z`));
    for (const at of times) await intake.receive(came(at, 'flagged'));
    await idle();
    const { rows } = await store.feed(null, null, 10);
    expect(rows.map(({ type, at }) => [type, at])).toEqual([
      ['sender.updated', times[0]],
      ['sender.updated', times[2]],
    ]);
  });

  it('applies all of a flood, though memory holds a part of it only', async () => {
    const all = Array.from({ length: 3_000 }, (_, n) => `s-${n}`);
    const kept = all.slice(0, 1_500).map((id) => intake.receive(callback(id)));
    await Promise.all(kept);
    intake.start();
    await Promise.all(all.slice(1_500).map((id) => intake.receive(callback(id))));
    await idle();
    expect(new Set(taken)).toEqual(new Set(all));
  });

  it('refuses what it cannot store fast enough, and takes more afterwards', async () => {
    const all = Array.from({ length: 4_200 }, (_, n) => intake.receive(callback(`s-${n}`)));
    const results = await Promise.allSettled(all);
    const refused = results.filter(({ status: end }) => end === 'rejected');
    expect(refused).toHaveLength(4_200 - 4_096);
    expect(refused[0]).toMatchObject({ reason: expect.any(IntakeFull) });
    await expect(intake.receive(callback('later'))).resolves.toBeUndefined();
  });

  it('refuses by their size as well, so that few large ones do not fill the memory', async () => {
    const large = { ...callback('s'), body: Buffer.alloc(3 * 1024 * 1024, 'x') };
    const all = Array.from({ length: 30 }, () => intake.receive(large));
    const results = await Promise.allSettled(all);
    const refused = results.filter(({ status: end }) => end === 'rejected');
    expect(refused).toHaveLength(30 - 21);
    expect(refused[0]).toMatchObject({ reason: expect.any(IntakeFull) });
    await expect(intake.receive(large)).resolves.toBeUndefined();
  });

  it('keeps on trying while the store is away', async () => {
    let failures = 2;
    intake = open({
      take: (reports) => {
        if (failures-- > 0) return Promise.reject(new StoreUnavailable('a full disk'));
        return take(reports);
      },
    });
    intake.start();
    await intake.receive(callback('a'));
    await idle();
    expect(taken).toEqual(['a']);
    expect(await outcomes()).toEqual(['applied']);
  });

  /** The store, which never settles a callback with such a text, nor an event of such an item. */
  async function refusing(bad: RegExp): Promise<Callbacks> {
    const rows = await store.callbacks.pending({ after: 0, limit: 1_000 });
    const positions = new Set(
      rows
        .filter(({ body }) => bad.test(Buffer.from(body).toString()))
        .map(({ position }) => position),
    );
    const settle: Callbacks['settle'] = (ends, events) =>
      ends.some(({ position }) => positions.has(position)) ||
      events.some(({ itemId }) => bad.test(itemId))
        ? Promise.reject(new TypeError('The store refuses this.'))
        : store.callbacks.settle(ends, events);
    return new Proxy(store.callbacks, {
      get: (callbacks, name) => {
        if (name === 'settle') return settle;
        const member: unknown = Reflect.get(callbacks, name);
        return typeof member === 'function' ? (member.bind(callbacks) as unknown) : member;
      },
    });
  }

  it('goes on past any number that cannot be settled at all, tells of each, and ends', async () => {
    const words = Array.from({ length: 300 }, (_, n) => `sick-${n}`);
    const sick = await Promise.all(words.map((word) => store.callbacks.keep(callback(word))));
    await store.callbacks.keep(callback('well'));
    intake = open({}, await refusing(/^sick/));
    intake.start();
    while (!(await outcomes()).includes('applied')) await sleep(5);
    await intake.receive(callback('later'));
    while (!taken.includes('later')) await sleep(5);
    await intake.stop();
    expect(new Set(stuck)).toEqual(new Set(sick));
    expect((await store.callbacks.pending({ after: 0, limit: 1_000 })).length).toBe(300);
  });

  it('tells of the rest where one event of a callback is refused', async () => {
    await store.callbacks.keep(callback('template-sick', 'template-well', 'a'));
    intake = open({}, await refusing(/sick$/));
    intake.start();
    await idle();
    const { rows } = await store.feed(null, null, 10);
    expect(rows.map(({ type }) => type)).toEqual(['template.updated']);
    expect(await outcomes()).toEqual(['failed']);
    while ((counts['template failed'] ?? 0) < 1) await sleep(5);
    expect(counts).toMatchObject({
      'template applied': 1,
      'template failed': 1,
      'status applied': 1,
    });
  });
});
