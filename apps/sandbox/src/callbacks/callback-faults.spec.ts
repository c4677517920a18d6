import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault, FaultShorthand } from '../faults/fault.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, KALEYRA, textTo, toGupshup, toKaleyra, USER } from '../testing/vendor-calls.js';

let receiver: RecordingReceiver;
let sandbox: Sandbox;

beforeEach(async () => {
  receiver = await recordingReceiver();
  sandbox = await createSandbox({
    stepMs: 0,
    callbacks: [
      { provider: 'gupshup', account: GUPSHUP.appId, url: `${receiver.url}/g` },
      { provider: 'kaleyra', account: KALEYRA.sid, url: `${receiver.url}/k` },
    ],
  });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

interface GupshupBody {
  readonly entry: readonly {
    readonly id?: string;
    readonly changes: readonly {
      readonly value: { readonly statuses?: Record<string, unknown>[] };
    }[];
  }[];
}

const gupshupStatuses = (): Record<string, unknown>[] =>
  (receiver.bodies() as unknown as GupshupBody[])
    .flatMap(({ entry }) => entry)
    .flatMap(({ changes }) => changes)
    .flatMap(({ value }) => value.statuses ?? []);

const names = (): unknown[] => gupshupStatuses().map(({ status }) => status);

/** Switches a fault on, sends one message, and waits for all its callbacks. */
const underGupshup = async (fault: Fault | FaultShorthand): Promise<string> => {
  sandbox.addFault({ fault });
  expect((await toGupshup(sandbox)).status).toBe(200);
  await sandbox.settled();
  return sandbox.messages()[0]?.messageId ?? '';
};

const underKaleyra = async (fault: Fault | FaultShorthand): Promise<void> => {
  sandbox.addFault({ fault });
  const body = { messaging_object: textTo(`+${USER}`), extra_info: { ref: 'msg_1.1' } };
  expect((await toKaleyra(sandbox, { body })).status).toBe(202);
  await sandbox.settled();
};

describe('failed delivery', () => {
  it.each([
    [131026, 'Message Undeliverable'],
    [130429, 'Rate limit hit'],
    [999999, 'Something went wrong'],
  ])("carries Meta's code %i in errors, at Gupshup", async (code, title) => {
    const G = await underGupshup({ kind: 'failed', code });
    expect(names()).toEqual(['enqueued', 'failed']);
    expect(gupshupStatuses()[1]).toMatchObject({
      gs_id: G,
      id: expect.stringMatching(/^wamid\./),
      errors: [{ code, title, href: expect.stringMatching(/^https:/) }],
    });
    expect(gupshupStatuses()[1]).not.toHaveProperty('meta_msg_id');
  });

  it("carries Gupshup's own code and reason on the status, without Meta's parts", async () => {
    const G = await underGupshup({ kind: 'failed', code: 1002 });
    const { entry } = receiver.bodies()[1] as unknown as GupshupBody;
    expect(entry[0]).not.toHaveProperty('id');
    expect(entry[0]?.changes[0]?.value).not.toHaveProperty('metadata');
    expect(gupshupStatuses()[1]).toMatchObject({
      gs_id: G,
      code: '1002',
      reason: 'Number is not on WhatsApp',
    });
    expect(gupshupStatuses()[1]).not.toHaveProperty('errors');
  });

  it('can follow sent and delivered, with a title and details of its own', async () => {
    await underGupshup({
      kind: 'failed',
      code: 131049,
      after: 'delivered',
      title: 'T',
      details: 'D',
    });
    expect(names()).toEqual(['enqueued', 'sent', 'delivered', 'failed']);
    expect(gupshupStatuses()[3]).toMatchObject({
      errors: [{ title: 'T', error_data: { details: 'D' } }],
    });
  });

  it("carries Meta's code at Kaleyra", async () => {
    await underKaleyra({ kind: 'failed', code: 131047 });
    expect(receiver.bodies()).toMatchObject([
      {
        status: 'failed',
        extra_info: { ref: 'msg_1.1' },
        meta_object: {
          value: {
            statuses: [
              { status: 'failed', errors: [{ code: 131047, title: 'Re-engagement message' }] },
            ],
          },
        },
      },
    ]);
  });

  it.each([
    [
      { kind: 'not-sent', reason: 'daily-limit' },
      { code: 'WAV2101', status: 'not sent', reason: 'Account daily limit reached' },
    ],
    [
      { kind: 'not-sent', reason: 'opted-out', spelling: 'NOT-SENT' },
      { status: 'NOT-SENT', reason: 'Number opted out' },
    ],
    [
      { kind: 'not-sent', reason: 'country-blocked', code: 'WAV1', spelling: 'not-sent' },
      { status: 'not-sent', code: 'WAV1' },
    ],
  ] as const)('is told by Kaleyra in its own shape: %j', async (fault, body) => {
    await underKaleyra(fault);
    expect(receiver.bodies()).toMatchObject([{ ...body, extra_info: { ref: 'msg_1.1' } }]);
    expect(receiver.bodies()[0]).not.toHaveProperty('meta_object');
  });
});

describe('callbacks gone wrong', () => {
  it('are duplicated, byte for byte', async () => {
    await underGupshup({ kind: 'duplicate-callbacks', copies: 3 });
    const bodies = receiver.received.map(({ body }) => body);
    expect(bodies).toHaveLength(12);
    expect(new Set(bodies).size).toBe(4);
  });

  it('are reversed, each with its own time', async () => {
    await underKaleyra('reorder-callbacks');
    expect(receiver.bodies().map(({ status }) => status)).toEqual(['read', 'delivered', 'sent']);
  });

  it('are all there before the answer', async () => {
    sandbox.addFault({ fault: 'early-callbacks' });
    await toKaleyra(sandbox);
    expect(receiver.received).toHaveLength(3);
  });

  it('are batched over messages into one POST, in one body of the right shape', async () => {
    sandbox.addFault({ fault: { kind: 'batch-callbacks', windowMs: 400 } });
    await Promise.all([toGupshup(sandbox), toGupshup(sandbox)]);
    await sandbox.settled();
    expect(receiver.received).toHaveLength(1);
    expect(names().sort()).toEqual([
      'delivered',
      'delivered',
      'enqueued',
      'enqueued',
      'read',
      'read',
      'sent',
      'sent',
    ]);
    const { entry, ...envelope } = receiver.bodies()[0] as unknown as GupshupBody;
    expect(envelope).toEqual({ object: 'whatsapp_business_account', gs_app_id: GUPSHUP.appId });
    for (const { id, changes } of entry) {
      const own = changes
        .flatMap(({ value }) => value.statuses ?? [])
        .every(({ status }) => status === 'enqueued');
      expect(id === undefined).toBe(own);
    }
    expect(sandbox.callbacks()[0]?.events).toHaveLength(8);
  });

  it('are batched up to a size', async () => {
    await underGupshup({ kind: 'batch-callbacks', windowMs: 100, size: 3 });
    expect(sandbox.callbacks().map(({ events }) => events.length)).toEqual([3, 1]);
  });

  it('are dropped, all or some', async () => {
    await underGupshup({ kind: 'drop-callbacks', statuses: ['delivered'] });
    expect(names()).toEqual(['enqueued', 'sent', 'read']);
    await underKaleyra('drop-callbacks');
    expect(receiver.received).toHaveLength(3);
  });

  it('bring an event type that does not exist', async () => {
    await underGupshup('unknown-event');
    expect(receiver.bodies()[0]).toMatchObject({
      entry: [{ changes: [{ field: 'sandbox-future-event' }] }],
    });
    expect(names()).toEqual(['enqueued', 'sent', 'delivered', 'read']);
  });

  it('bring any body at all', async () => {
    await underKaleyra({ kind: 'unknown-event', payload: { nothing: ['like', 'it'] } });
    expect(receiver.bodies()[0]).toEqual({ nothing: ['like', 'it'] });
  });

  it('come without gs_id, as for old messages', async () => {
    await underGupshup('omit-gs-id');
    for (const status of gupshupStatuses()) expect(status).not.toHaveProperty('gs_id');
    expect(gupshupStatuses()[1]).toHaveProperty('meta_msg_id');
  });

  it('go wrong together', async () => {
    sandbox.addFault({ fault: 'duplicate-callbacks' });
    await underKaleyra('reorder-callbacks');
    expect(receiver.bodies().map(({ status }) => status)).toEqual([
      'read',
      'read',
      'delivered',
      'delivered',
      'sent',
      'sent',
    ]);
  });
});
