import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { inspect } from 'node:util';
import { VendorServer } from '../testing/server/vendor-server.js';
import { postJson } from './post-json.js';
import { createHttp, type TransportOptions } from './transport.js';

describe('posting JSON through interceptors of the caller', () => {
  let server: VendorServer;
  beforeEach(async () => {
    server = await VendorServer.start();
    server.will({ status: 202, json: { id: 'x' } });
  });
  afterEach(() => server.close());

  function setUp(options: TransportOptions = {}) {
    const http = createHttp({ allowPrivate: true, ...options });
    const post = (signal?: AbortSignal) => {
      const headers = { 'Content-Type': 'application/json; charset=utf-8' };
      const body = { to: '1' };
      return postJson(http, { url: server.url, headers, body, secrets: ['sk_1'], signal });
    };
    return { post, axios: http.axiosRef };
  }

  it('gives the answer back where one unwraps it', async () => {
    const { post, axios } = setUp();
    axios.interceptors.response.use(({ data }) => data as never);
    expect(await post()).toMatchObject({ status: 202, body: { id: 'x' } });
  });

  it('gives the answer back where one changes it in place', async () => {
    const { post, axios } = setUp();
    axios.interceptors.response.use((response) => {
      response.data = { parsed: true };
      response.status = 500;
      return response;
    });
    expect(await post()).toMatchObject({ status: 202, text: '{"id":"x"}', body: { id: 'x' } });
  });

  it('gives the answer back where one throws at it, for the vendor has answered', async () => {
    const { post, axios } = setUp();
    axios.interceptors.response.use(() => {
      throw new Error('I do not like 202.');
    });
    expect(await post()).toMatchObject({ status: 202, body: { id: 'x' } });
  });

  it('makes one request where one asks again after an answer', async () => {
    const { post, axios } = setUp();
    server.will({ status: 503, json: {} });
    let again = 3;
    axios.interceptors.response.use((response) =>
      again-- > 0 ? axios.request(response.config) : response,
    );
    expect(await post()).toMatchObject({ status: 503 });
    expect(server.received).toBe(1);
  });

  it('makes one request where one asks again after a lost connection, and says how it was lost', async () => {
    const { post, axios } = setUp();
    server.will('reset-after-body');
    let config: Parameters<typeof axios.request>[0];
    let again = 3;
    axios.interceptors.request.use((given) => (config = given));
    axios.interceptors.response.use(undefined, (error: Error) => {
      if (again-- > 0) return axios.request(config);
      throw error;
    });
    await expect(post()).rejects.toMatchObject({
      code: 'unavailable',
      mayHaveBeenSent: true,
      message: expect.stringContaining('broken'),
    });
    expect(server.received).toBe(1);
  });

  it('throws where one makes an answer up', async () => {
    const { post, axios } = setUp();
    server.will('reset-after-body');
    axios.interceptors.response.use(undefined, () => ({ status: 200, data: '{}' }));
    await expect(post()).rejects.toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
  });

  it('knows that it may have been sent where one makes the request anew', async () => {
    const { post, axios } = setUp();
    server.will('reset-after-body');
    axios.interceptors.request.use(
      ({ url, method, headers, data, adapter }: InternalAxiosRequestConfig<string>) => ({
        ...{ url, method, headers, data, adapter },
      }),
    );
    await expect(post()).rejects.toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
    expect(server.received).toBe(1);
  });

  it.each([true, false])(
    'asks by its own transport where one puts another in its place (synchronous: %j)',
    async (synchronous) => {
      const { post, axios } = setUp();
      axios.interceptors.request.use((config) => ({ ...config, adapter: 'http' }), null, {
        synchronous,
      });
      expect(await post()).toMatchObject({ status: 202, body: { id: 'x' } });
      axios.interceptors.request.use((config) => ({
        ...config,
        adapter: () => Promise.resolve({ data: '{"id":"made up"}' } as AxiosResponse),
      }));
      expect(await post()).toMatchObject({ status: 202, body: { id: 'x' } });
      expect(server.received).toBe(2);
    },
  );

  it('gives every answer back where one wants only some', async () => {
    const { post, axios } = setUp();
    server.will({ status: 503, json: {} });
    axios.interceptors.request.use((config) => ({
      ...config,
      validateStatus: (status) => status < 300,
    }));
    expect(await post()).toMatchObject({ status: 503 });
  });

  it.each(['answers in place of the vendor', 'throws'])(
    'says that nothing was sent, and nothing of the error, where one %s',
    async (what) => {
      const { post, axios } = setUp();
      axios.interceptors.request.use(() => {
        throw new RangeError('sk_0123456789abcdef');
      });
      if (what !== 'throws') {
        axios.interceptors.response.use(undefined, () => ({ status: 200, data: '{}' }));
      }
      const error = await post().catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'unavailable',
        mayHaveBeenSent: false,
        message: expect.stringContaining(
          what === 'throws'
            ? 'an interceptor of the HttpService threw (RangeError). Nothing was sent.'
            : 'an interceptor of the HttpService answered in place of the vendor. Nothing was sent.',
        ),
      });
      expect(inspect(error, { depth: 10 })).not.toContain('sk_0123456789abcdef');
      expect(server.received).toBe(0);
    },
  );

  describe('where one never ends', () => {
    const never = () => new Promise<never>(() => undefined);

    it.each(['the time', 'the signal'])(
      'ends with %s, and sends nothing after it',
      async (with_) => {
        const { post, axios } = setUp({ timeoutMs: with_ === 'the time' ? 50 : 5_000 });
        let go = () => undefined as void;
        axios.interceptors.request.use(
          (config) => new Promise((resolve) => (go = () => resolve(config))),
        );
        const signal = with_ === 'the signal' ? AbortSignal.timeout(50) : undefined;
        await expect(post(signal)).rejects.toMatchObject({
          code: 'timeout',
          mayHaveBeenSent: false,
        });
        go();
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(server.received).toBe(0);
      },
    );

    it.each(['the time', 'the signal'])('gives the answer back with %s', async (with_) => {
      const { post, axios } = setUp({ timeoutMs: with_ === 'the time' ? 200 : 5_000 });
      axios.interceptors.response.use(never);
      const signal = with_ === 'the signal' ? AbortSignal.timeout(200) : undefined;
      expect(await post(signal)).toMatchObject({ status: 202, body: { id: 'x' } });
    });

    it('tells how the connection was lost', async () => {
      const { post, axios } = setUp({ timeoutMs: 200 });
      server.will('reset-after-body');
      axios.interceptors.response.use(undefined, never);
      await expect(post()).rejects.toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
    });
  });

  it.each(['the time', 'the signal'])(
    'ends with %s where the vendor is silent and one has left the signal out',
    async (with_) => {
      const { post, axios } = setUp({ timeoutMs: with_ === 'the time' ? 100 : 5_000 });
      server.will('silence');
      axios.interceptors.request.use((config) => ({ ...config, signal: undefined }));
      const signal = with_ === 'the signal' ? AbortSignal.timeout(100) : undefined;
      await expect(post(signal)).rejects.toMatchObject({ code: 'timeout', mayHaveBeenSent: true });
    },
  );

  it('asks no interceptor where the caller aborted beforehand', async () => {
    const { post, axios } = setUp();
    let asked = 0;
    axios.interceptors.request.use((config) => {
      asked += 1;
      return config;
    });
    await expect(post(AbortSignal.abort())).rejects.toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: false,
    });
    expect(asked).toBe(0);
  });

  it('says that it may have been sent where one asks by itself and ends before the vendor', async () => {
    const { post, axios } = setUp();
    server.will('silence');
    let asked = 0;
    axios.interceptors.request.use(async (config) => {
      if (asked++ > 0) return config;
      void axios.request(config).catch(() => undefined);
      await server.arrival();
      throw new Error('I did not wait.');
    });
    await expect(post()).rejects.toMatchObject({ code: 'unavailable', mayHaveBeenSent: true });
    expect(server.received).toBe(1);
  });

  it.each(['with', 'without'])(
    'sends what it was given and nothing of the defaults of axios, %s an interceptor',
    async (how) => {
      const { post, axios } = setUp();
      axios.defaults.params = { more: '1' };
      axios.defaults.headers.common['x-more'] = '1';
      if (how === 'with') axios.interceptors.request.use((config) => config);
      await post();
      expect(server.requests).toMatchObject([
        { path: '/', headers: { 'content-type': 'application/json; charset=utf-8' } },
      ]);
      expect(server.requests[0]?.headers).not.toHaveProperty('x-more');
    },
  );
});
