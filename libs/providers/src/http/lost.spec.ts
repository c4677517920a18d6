import { inspect } from 'node:util';
import { HttpService } from '@nestjs/axios';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProviderError } from '../provider-error.js';
import { VendorServer } from '../testing/server/vendor-server.js';
import { callForm } from './call-form.js';
import { postJson } from './post-json.js';
import { createHttp } from './transport.js';

const SECRET = 'sk_0123456789abcdef';

interface Asked {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ways = {
  'posted without interceptors': (http: HttpService, url: string, headers = {}) =>
    postJson(http, { url, headers, body: {}, secrets: [] }),
  'posted through an interceptor': (http: HttpService, url: string, headers = {}) => {
    http.axiosRef.interceptors.request.use((config) => config);
    return postJson(http, { url, headers, body: {}, secrets: [] });
  },
  'called with a form': (http: HttpService, url: string, headers = {}) =>
    callForm(http, { method: 'GET', url, headers, secrets: [] }),
};

describe.each(Object.entries(ways))('a request without an answer, %s', (_how, ask) => {
  let server: VendorServer;
  beforeEach(async () => {
    server = await VendorServer.start();
    server.will({ status: 200, json: {} });
  });
  afterEach(() => server.close());

  async function failure({ url = server.url, headers }: Asked, http?: HttpService) {
    const asked = ask(http ?? createHttp({ allowPrivate: true }), url, headers);
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason as ProviderError,
    );
    expect(inspect(error, { depth: 10 })).not.toContain(SECRET);
    expect(server.received).toBe(0);
    return error;
  }

  it.each([
    [{ 'x-note': `${SECRET} ✓` }, 'invalid x-note header'],
    [{ 'x note': SECRET }, 'invalid header key'],
    [{ expect: SECRET }, 'expect header not supported'],
  ])('is invalid where HTTP cannot carry it', async (headers, what) => {
    expect(await failure({ headers })).toMatchObject({
      code: 'invalid',
      mayHaveBeenSent: false,
      message: `HTTP cannot carry the request to ${server.url} (${what}). Nothing was sent.`,
    });
  });

  it.each(['not a url', '', 'foo:bar', `ftp://${SECRET}@vendor.example.com`])(
    'is for the operator to mend where the address is %j',
    async (url) => {
      expect(await failure({ url })).toMatchObject({
        code: 'unauthorized',
        scope: 'sender',
        mayHaveBeenSent: false,
        message:
          'The address of the request is no http or https URL: correct baseUrl in the options of the sender. Nothing was sent.',
      });
    },
  );

  it('is for the operator to mend, and says how, where the egress guard refuses it', async () => {
    expect(await failure({}, new HttpService())).toMatchObject({
      code: 'unauthorized',
      scope: 'sender',
      mayHaveBeenSent: false,
      message: `The egress guard, and not the vendor, refused the request to ${server.url}: 127.0.0.1 would be called without https. Nothing was sent.`,
      remedy: expect.stringMatching(
        /^Private addresses .* baseUrl .*ALLOW_PRIVATE_EGRESS.*allowPrivate of a Nest module\.$/,
      ),
      entry: { source: 'waypost', code: 'unauthorized', actor: 'operator', retry: 'pause' },
    });
  });

  it('was not sent where the connection is refused', async () => {
    const { url } = server;
    await server.close();
    expect(await failure({ url })).toMatchObject({
      code: 'unavailable',
      mayHaveBeenSent: false,
      message: `The request to ${url} has no answer (connect: ECONNREFUSED). Nothing was sent.`,
    });
    server = await VendorServer.start();
  });

  it('may have been sent where the connection is lost after it', async () => {
    server.will('reset-after-body');
    const asked = ask(createHttp({ allowPrivate: true }), server.url);
    await expect(asked).rejects.toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
  });
});
