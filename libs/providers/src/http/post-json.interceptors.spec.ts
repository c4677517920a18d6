import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VendorServer } from '../testing/server/vendor-server.js';
import { postJson } from './post-json.js';
import { createHttp } from './transport.js';

describe('posting JSON through interceptors of the caller', () => {
  let server: VendorServer;
  beforeEach(async () => {
    server = await VendorServer.start();
    server.will({ status: 202, json: { id: 'x' } });
  });
  afterEach(() => server.close());

  function setUp() {
    const http = createHttp({ allowPrivate: true });
    const post = () =>
      postJson(http, { url: server.url, headers: {}, body: { to: '1' }, secrets: ['sk_1'] });
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
});
