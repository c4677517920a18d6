import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { readAttemptRef } from 'waypost/delivery';
import { createHttp, type MessagingProvider } from 'waypost/providers';
import { GupshupProvider } from 'waypost/providers/gupshup';
import { KaleyraProvider } from 'waypost/providers/kaleyra';
import { MemoryProvider } from 'waypost/providers/memory';
import type { Store } from 'waypost/store';
import { addSenders, ENGINES, insertion, type StorePlace } from '../../../../test/stores.js';
import { EvidenceDesk } from '../../../delivery/src/evidence-desk.js';
import { Applier } from './applier.js';

jest.setTimeout(120_000);

const appId = 'bf9ee64c-3d4d-4ac4-8f00-732e577007c4';
const AT = 1_760_000_000;

type Status = 'sent' | 'delivered' | 'read' | 'failed';

/** A status of one message, as its vendor tells it. */
interface Told {
  readonly status: Status;
  readonly messageId: string;
  readonly vendorId: string;
  readonly at: number;
}

interface Vendor {
  readonly provider: MessagingProvider;
  /** One callback that tells all of these. */
  body(told: readonly Told[]): unknown;
}

const meta = ({ status, vendorId, at }: Told, more: object = {}) => ({
  ...{ status, timestamp: String(at), recipient_id: '919876500001', id: `wamid.${vendorId}` },
  ...(status === 'failed' && { errors: [{ code: 131026, title: 'Undeliverable' }] }),
  ...more,
});

const VENDORS: Readonly<Record<string, Vendor>> = {
  gupshup: {
    provider: new GupshupProvider({ appId, token: 'sk_0123456789abcdef' }, createHttp()),
    body: (told) => ({
      gs_app_id: appId,
      entry: told.map((one) => ({
        changes: [{ field: 'messages', value: { statuses: [meta(one, { gs_id: one.vendorId })] } }],
      })),
    }),
  },
  kaleyra: {
    provider: new KaleyraProvider(
      { sid: 'HXAP', apiKey: 'A012', phone: '+918635920000' },
      createHttp(),
    ),
    body: (told) =>
      told.map((one) => ({
        meta_object: { field: 'messages', value: { statuses: [meta(one)] } },
        extra_info: { ref: `${one.messageId}.1`, message_id: `wamid.${one.vendorId}` },
        status: one.status,
        message_id: `wamid.${one.vendorId}`,
      })),
  },
  memory: {
    provider: new MemoryProvider({}, createHttp()),
    body: (told) =>
      told.map(({ vendorId: id, status, at }) => ({
        ...{ type: 'status', id, status, timestamp: new Date(at * 1_000).toISOString() },
        ...(status === 'failed' && { error: { code: '131026', message: 'Undeliverable' } }),
      })),
  },
};

/** What truly happened to a message. */
const TRUTHS: readonly (readonly Status[])[] = [
  ['sent', 'delivered', 'read'],
  ['sent', 'delivered'],
  ['sent'],
  ['sent', 'failed'],
  ['failed'],
];

/** Which of it arrives (by index, in this order, some of it twice), how it is cut into callbacks, and when the answer comes. */
const history = fc.record({
  truth: fc.constantFrom(...TRUTHS),
  arrivals: fc.array(fc.nat({ max: 2 }), { maxLength: 8 }),
  batch: fc.integer({ min: 1, max: 4 }),
  acceptedAfter: fc.nat({ max: 8 }),
});

/** The state that what arrived implies, whatever its order. */
function implied(arrived: ReadonlySet<Status>): string {
  for (const status of ['read', 'delivered', 'failed', 'sent'] as const) {
    if (arrived.has(status)) return status;
  }
  return 'accepted';
}

const CASES = ENGINES.flatMap(([engine, create]) =>
  Object.keys(VENDORS).map((name) => [name, engine, create] as const),
);

describe.each(CASES)('histories of %s on %s', (name, _engine, create) => {
  const vendor = VENDORS[name];
  let place: StorePlace;
  let store: Store;
  let desk: EvidenceDesk;
  let applier: Applier;

  beforeAll(async () => {
    place = await create();
    store = await place.open();
    await addSenders(store, 'shop-in');
    await store.leases.tick('r1', 3_600_000);
    desk = new EvidenceDesk(
      store,
      { get: () => undefined, onChange: () => () => undefined },
      () => undefined,
    );
    applier = new Applier(store.callbacks, {
      reader: () => vendor?.provider,
      take: (reports) => desk.take(reports),
      receive: () => Promise.reject(new Error('No user writes here.')),
      readReference: readAttemptRef,
      count: () => undefined,
      stuck: () => undefined,
      warn: (_callback, reason) => {
        throw new Error(reason);
      },
    });
  });
  afterAll(() => place.drop());

  async function accept(position: number, vendorId: string): Promise<void> {
    const attempt = { n: 1, startedAt: AT, endedAt: AT, outcome: 'accepted' as const, error: null };
    await store.finish({
      ...{ position, sender: 'shop-in', to: 'accepted', error: null, settledAt: null },
      ...{ providerIds: [vendorId], events: [{ type: 'message.accepted', at: AT, data: '{}' }] },
      attempt: { ...attempt, providerMessageId: vendorId },
    });
  }

  async function call(told: readonly Told[]): Promise<void> {
    const callback = {
      ...{ sender: 'shop-in', provider: name, receivedAt: Date.now(), method: 'POST' as const },
      ...{ headers: {}, query: {}, body: Buffer.from(JSON.stringify(vendor?.body(told))) },
    };
    await applier.apply([{ ...callback, position: await store.callbacks.keep(callback) }]);
  }

  it('end in the state that what arrived implies, each fact told once', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ truth, arrivals, batch, acceptedAfter }) => {
        const insert = { ...insertion(), sending: { epoch: 1 } };
        const inserted = await store.insert(insert);
        const position = inserted.kind === 'inserted' ? inserted.position : 0;
        const vendorId = randomUUID();
        const told = arrivals.flatMap((index): Told[] => {
          const status = truth[index];
          const ids = { messageId: insert.message.id, vendorId };
          return status === undefined ? [] : [{ status, ...ids, at: AT + index }];
        });
        for (let at = 0; at <= told.length; at += batch) {
          if (at >= acceptedAfter && at - batch < acceptedAfter) await accept(position, vendorId);
          if (at < told.length) await call(told.slice(at, at + batch));
        }
        await accept(position, vendorId);
        await desk.rematch(await store.parkedEvidence({ after: 0, limit: 500 }));

        const arrived = new Set(told.map(({ status }) => status));
        const row = await store.get(position);
        expect(row?.status).toBe(implied(arrived));
        const events = await store.eventsOf(position);
        expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
        expect(new Set(events.map(({ type }) => type)).size).toBe(events.length);
        expect(await store.evidenceOf(position)).toHaveLength(arrived.size);
        expect(await store.openEvidence({ after: 0, limit: 1 })).toEqual([]);
        expect(await store.attemptsOf(position)).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
    expect(await store.callbacks.pending({ after: 0, limit: 1 })).toEqual([]);
    const { rows } = await store.callbacks.list({ outcomes: ['unknown', 'failed'] }, { limit: 1 });
    expect(rows).toEqual([]);
  });
});
