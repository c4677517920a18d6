import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver, type RecordingReceiver } from '../testing/recording-receiver.js';
import { GUPSHUP, USER } from '../testing/vendor-calls.js';

const T0 = Date.parse('2026-11-26T10:00:00Z');

describe('Gupshup’s subscriptions', () => {
  let now: number;
  let receiver: RecordingReceiver;
  let sandbox: Sandbox;

  beforeEach(async () => {
    now = T0;
    receiver = await recordingReceiver();
    sandbox = await createSandbox({ clock: { now: () => now } });
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  async function call(
    method: string,
    form?: Readonly<Record<string, string>>,
    { id = '', ...access }: { id?: string; token?: string; app?: string } = {},
  ) {
    const { token, app } = { token: GUPSHUP.token, app: GUPSHUP.appId, ...access };
    const response = await fetch(
      `${sandbox.url}/partner/app/${app}/subscription${id && `/${id}`}`,
      {
        method,
        headers: { authorization: token },
        ...(form && { body: new URLSearchParams(form) }),
      },
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? '' : (JSON.parse(text) as unknown) };
  }
  const form = (more: object = {}) => ({
    ...{ modes: 'MESSAGE,SENT,DELETED', tag: 'one', url: receiver.url, version: '3' },
    ...more,
  });
  const shown = (more: object = {}) => ({
    ...{ active: true, appId: GUPSHUP.appId, createdOn: T0, id: '8166', mode: 73 },
    ...{ modifiedOn: T0, showOnUI: false, tag: 'one', url: receiver.url, version: 3 },
    ...more,
  });
  const write = () =>
    sandbox.inbound({
      ...{ provider: 'gupshup', account: GUPSHUP.appId, from: `+${USER}` },
      text: { body: 'Hello' },
    });

  it('are made, shown, changed and removed as the vendor prints it', async () => {
    expect(await call('POST', form())).toEqual({
      status: 200,
      body: { status: 'success', subscription: shown() },
    });
    const modes = ['MESSAGE', 'SENT', 'DELETED'];
    expect(await call('GET')).toEqual({
      status: 200,
      body: { status: 'success', subscriptions: [shown({ modes })] },
    });
    now += 1_000;
    expect(await call('PUT', { modes: 'SENT,ENQUEUED' }, { id: '8166' })).toEqual({
      status: 200,
      body: {
        status: 'success',
        subscription: shown({
          ...{ modifiedOn: now, mode: 1025, modes: ['SENT', 'ENQUEUED'] },
          latencyBucket: 'lt_1_s',
        }),
      },
    });
    expect(await call('DELETE', undefined, { id: '8166' })).toEqual({ status: 204, body: '' });
    expect(await call('GET', undefined, { id: '8166' })).toEqual({
      status: 400,
      body: { status: 'error', message: 'Subscription Does Not Exist' },
    });
  });

  it('call their address back with their headers, at first with a probe, until they are removed', async () => {
    await call('POST', form({ meta: '{"headers":{"x-secret":"s"}}' }));
    await sandbox.settled();
    await write();
    expect(JSON.stringify(receiver.bodies()[0])).toContain('"statuses":[{"type":"set-callback"}]');
    expect(JSON.stringify(receiver.bodies()[1])).toContain('Hello');
    expect(receiver.received.map(({ headers }) => headers['x-secret'])).toEqual(['s', 's']);
    await call('DELETE');
    await write();
    expect(receiver.bodies()).toHaveLength(2);
  });

  it('of an address that is subscribed anew outlive the removal of the former one', async () => {
    await call('POST', form());
    await call('POST', form({ tag: 'two' }));
    await call('DELETE', undefined, { id: '8166' });
    expect(await write()).toMatchObject({ receivers: 1 });
  });

  it('call nobody back while they are switched off, nor in another version', async () => {
    await call('POST', form());
    await call('PUT', { active: 'false' }, { id: '8166' });
    await call('POST', form({ tag: 'two', version: '2' }));
    expect(await write()).toMatchObject({ receivers: 0 });
  });

  it.each([
    ['an address that is none', { url: 'nowhere' }, 400, 'Invalid URL Passed'],
    ['a tag that is taken', { tag: 'taken' }, 500, 'Unable To Create Subscription'],
    ['headers that are none', { meta: 'secret' }, 500, 'Unable To Create Subscription'],
  ])('are refused with %s', async (_what, more, status, message) => {
    await call('POST', form({ tag: 'taken' }));
    const refused = { status, body: { status: 'error', message } };
    expect(await call('POST', form(more))).toEqual(refused);
  });

  it('are the app’s own', async () => {
    const message = 'Authentication Failed';
    const refused = { status: 401, body: { status: 'error', message } };
    expect(await call('GET', undefined, { token: 'wrong' })).toEqual(refused);
    expect((await call('GET', undefined, { app: 'another' })).status).toBe(400);
  });

  it('take five calls of an app in a minute', async () => {
    for (let n = 0; n < 5; n++) expect((await call('GET')).status).toBe(200);
    expect(await call('GET')).toEqual({
      status: 429,
      body: { status: 'error', message: 'Too Many Requests' },
    });
    now += 60_000;
    expect((await call('GET')).status).toBe(200);
  });
});
