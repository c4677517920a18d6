import { afterEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import type { SandboxOptions } from '../sandbox-options.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, KALEYRA, toGupshup, toKaleyra } from '../testing/vendor-calls.js';

let receiver: RecordingReceiver;
let sandbox: Sandbox;

afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

const start = async (
  answer: Parameters<typeof recordingReceiver>[0],
  options: SandboxOptions = {},
): Promise<void> => {
  receiver = await recordingReceiver(answer);
  sandbox = await createSandbox({
    stepMs: 0,
    redelivery: { attempts: 3, backoffMs: 5 },
    callbacks: [
      { provider: 'gupshup', account: GUPSHUP.appId, url: receiver.url, modes: ['ENQUEUED'] },
      { provider: 'kaleyra', account: KALEYRA.sid, url: receiver.url },
    ],
    ...options,
  });
};

const sendOne = async (): Promise<void> => {
  await toGupshup(sandbox);
  await sandbox.settled();
};

describe('a receiver that does not take a callback', () => {
  it('is called again until it does', async () => {
    await start((response, number) => {
      response.statusCode = number < 3 ? 500 : 200;
      response.end();
    });
    await sendOne();
    expect(sandbox.callbacks()).toMatchObject([
      { attempt: 1, delivered: false, outcome: { status: 500 } },
      { attempt: 2, delivered: false, outcome: { status: 500 } },
      { attempt: 3, delivered: true, outcome: { status: 200 } },
    ]);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it('is called no more often than it was said', async () => {
    await start((response) => {
      response.statusCode = 503;
      response.end();
    });
    await sendOne();
    expect(receiver.received).toHaveLength(3);
  });

  it('is given up by a registration that does not repeat', async () => {
    await start((response) => {
      response.statusCode = 404;
      response.end();
    });
    sandbox.addCallback({
      provider: 'kaleyra',
      account: KALEYRA.sid,
      url: receiver.url,
      redelivery: { attempts: 1 },
    });
    await toKaleyra(sandbox);
    await sandbox.settled();
    expect(sandbox.callbacks().map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
  });

  it('counts as silent after the time limit, and what follows does not wait for ever', async () => {
    await start(() => undefined, { callbackTimeoutMs: 40, redelivery: { attempts: 1 } });
    await toKaleyra(sandbox);
    await sandbox.settled();
    expect(sandbox.callbacks()).toMatchObject([
      {
        events: ['sent'],
        delivered: false,
        outcome: { error: expect.stringContaining('timeout') },
      },
      { events: ['delivered'], delivered: false },
      { events: ['read'], delivered: false },
    ]);
  });

  it('may not exist at all', async () => {
    await start(undefined);
    await receiver.close();
    await sendOne();
    expect(sandbox.callbacks()).toMatchObject([
      { outcome: { error: 'ECONNREFUSED' } },
      { attempt: 2 },
      { attempt: 3 },
    ]);
  });

  it('is followed nowhere by redirects', async () => {
    await start((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    await sendOne();
    expect(sandbox.callbacks().map(({ outcome }) => outcome)).toEqual(
      Array(3).fill({ status: 302, body: '' }),
    );
  });
});

describe('a receiver that talks', () => {
  it('is warned where Gupshup would pass its words on to the customer', async () => {
    await start((response) => response.end('null'));
    await sendOne();
    await toKaleyra(sandbox);
    await sandbox.settled();
    const [gupshup, kaleyra] = sandbox.callbacks();
    expect(gupshup).toMatchObject({
      delivered: true,
      outcome: { status: 200, body: 'null' },
      warning: expect.stringContaining('customer'),
    });
    expect(kaleyra).not.toHaveProperty('warning');
  });

  it('is not listened to for ever', async () => {
    await start((response) => response.end('x'.repeat(1_000_000)));
    await sendOne();
    const [callback] = sandbox.callbacks();
    expect(callback?.outcome).toEqual({ status: 200, body: 'x'.repeat(1024) });
  });
});

describe('bounds and closing', () => {
  it('gives up the callbacks of messages beyond those that may be pending, and counts them', async () => {
    await start(undefined, { maxPending: 1, stepMs: 500, callbacks: [] });
    sandbox.addCallback({
      provider: 'gupshup',
      account: GUPSHUP.appId,
      url: receiver.url,
      modes: ['ENQUEUED'],
    });
    await Promise.all([toGupshup(sandbox), toGupshup(sandbox), toGupshup(sandbox)]);
    await sandbox.settled();
    expect(receiver.received).toHaveLength(1);
    const state = (await (await fetch(`${sandbox.url}/_sandbox/callbacks`)).json()) as object;
    expect(state).toMatchObject({ abandoned: 2, sent: 1 });
  });

  it('drops what is due when it closes, and answers nobody any more', async () => {
    await start(() => undefined, { stepMs: 60_000 });
    sandbox.addFault({ provider: 'kaleyra', fault: 'no-answer' });
    const unanswered = toKaleyra(sandbox).then(
      () => 'answered',
      () => 'cut',
    );
    await toGupshup(sandbox);
    while (sandbox.messages().length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    await sandbox.close();
    expect(await unanswered).toBe('cut');
    expect(receiver.received).toEqual([]);
    await expect(toGupshup(sandbox)).rejects.toThrow('fetch failed');
  });
});
