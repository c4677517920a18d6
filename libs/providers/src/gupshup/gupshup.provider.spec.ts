import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { examples } from 'waypost/messages';
import { CallbackRejected } from '../callback-rejected.js';
import { createHttp } from '../http/transport.js';
import { InvalidOptions, parseOptions } from '../parse-options.js';
import type { Callback } from '../provider.js';
import type { GupshupOptions } from './gupshup.options.js';
import { GupshupProvider } from './gupshup.provider.js';

const APP = 'bf9ee64c-3d4d-4ac4-8a52-732e577007c4';
const TOKEN = 'sk_0123456789abcdef0123456789abcdef';

const provider = (options: Partial<GupshupOptions> = {}) =>
  new GupshupProvider({ appId: APP, token: TOKEN, ...options }, createHttp());

describe('GupshupProvider', () => {
  const callback = (body: unknown, headers: Callback['headers'] = {}): Callback => ({
    method: 'POST',
    headers,
    query: {},
    body: Buffer.from(JSON.stringify(body)),
  });

  it('supports every kind of message', () => {
    expect(Object.values(examples).filter((message) => !provider().supports(message))).toEqual([]);
  });

  it('shows no secret when it is inspected', () => {
    const shown = inspect(provider({ callbackSecret: 'Bearer hush-hush' }), {
      depth: 10,
      showHidden: true,
    });
    expect(shown).not.toMatch(/sk_|hush/);
  });

  it('takes callbacks that name its own app, in any case, or none', () => {
    const own = provider();
    for (const gs_app_id of [APP, APP.toUpperCase(), undefined, null]) {
      expect(() => own.verify(callback({ gs_app_id }))).not.toThrow();
    }
    expect(() => own.verify({ ...callback(0), body: Buffer.from('not JSON') })).not.toThrow();
  });

  it.each(['00000000-0000-0000-0000-000000000000', '', 7, {}, [APP]])(
    'rejects a callback for the app %j',
    (gs_app_id) => {
      expect(() => provider().verify(callback({ gs_app_id }))).toThrow(CallbackRejected);
    },
  );

  it('rejects a callback for another app even with the right secret', () => {
    const guarded = provider({ callbackSecret: 'hush' });
    expect(() =>
      guarded.verify(callback({ gs_app_id: APP }, { Authorization: 'hush' })),
    ).not.toThrow();
    expect(() => guarded.verify(callback({ gs_app_id: 'x' }, { Authorization: 'hush' }))).toThrow(
      CallbackRejected,
    );
  });

  it('has one account per app', () => {
    const key = (appId: string) => GupshupProvider.accountKey({ appId, token: TOKEN });
    expect(key(APP)).toBe(key(APP.toUpperCase()));
    expect(key(APP)).not.toBe(key('another'));
  });

  it.each([
    ['token', { token: `Bearer ${TOKEN}` }],
    ['token', { token: '' }],
    ['appId', { appId: '../admin' }],
    ['baseUrl', { baseUrl: 'https://partner.gupshup.io?key=1' }],
    ['baseUrl', { baseUrl: 'ftp://partner.gupshup.io' }],
    ['phone', { phone: 'my number' }],
    ['callbackHeader', { callbackHeader: 'x secret' }],
    ['callbackSecret', { callbackSecret: '' }],
    ['sendReference', { sendReference: 'yes' }],
  ])('cannot be made with a wrong %s: %j', (name, wrong) => {
    const options = { appId: APP, token: TOKEN, ...wrong };
    expect(() => parseOptions(GupshupProvider, options, 'india')).toThrow(InvalidOptions);
    expect(() => parseOptions(GupshupProvider, options, 'india')).toThrow(name);
  });

  it('fills in the documented address', () => {
    expect(parseOptions(GupshupProvider, { appId: APP, token: TOKEN }, 'india').baseUrl).toBe(
      'https://partner.gupshup.io',
    );
  });
});
