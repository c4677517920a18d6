import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, KALEYRA, USER } from '../testing/vendor-calls.js';

let receiver: RecordingReceiver;
let sandbox: Sandbox;

beforeEach(async () => {
  receiver = await recordingReceiver();
  const { url } = receiver;
  sandbox = await createSandbox({
    callbacks: [
      { provider: 'gupshup', account: GUPSHUP.appId, url },
      { provider: 'kaleyra', account: KALEYRA.sid, url },
    ],
  });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

/** Everything that a callback says under a name. */
const told = (name: string): string[] =>
  [...JSON.stringify(receiver.bodies()).matchAll(new RegExp(`"${name}":"([^"]+)"`, 'g'))].map(
    ([, value = '']) => value,
  );

describe("a simulated user's file", () => {
  it.each([
    ['gupshup', GUPSHUP.appId, 'url'],
    ['kaleyra', KALEYRA.sid, 'media_url'],
  ] as const)('is where the callback of %s says it is, and what it says', async (...given) => {
    const [provider, account, name] = given;
    const image = { mime_type: 'image/png', caption: 'Look' };
    await sandbox.inbound({ provider, account, from: `+${USER}`, image });
    const [link = ''] = told(name);
    expect(link.startsWith(`${sandbox.url}/`)).toBe(true);
    const response = await fetch(link);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
    const digest = createHash('sha256').update(Buffer.from(await response.arrayBuffer()));
    expect(told('sha256')).toEqual([digest.digest('base64')]);
  });

  it('is not made up where a link is given', async () => {
    const url = 'https://files.example.com/1';
    const [provider, account] = ['gupshup', GUPSHUP.appId] as const;
    await sandbox.inbound({ provider, account, from: `+${USER}`, document: { url } });
    expect([told('url'), told('sha256')]).toEqual([[url], []]);
  });

  it('is not there under another id', async () => {
    for (const path of [`/wa/${GUPSHUP.appId}/wa/media/1?download=false`, '/media/1']) {
      const response = await fetch(sandbox.url + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ status: 'error', message: 'Invalid Media Id' });
    }
  });
});
