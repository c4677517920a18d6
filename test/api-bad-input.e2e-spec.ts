import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { GOOD, KEY, startGateway, TEXT, type Gateway } from './support/gateway.js';
import { rawHttp } from './support/raw-http.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('bad input', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  beforeEach(() => {
    gateway.vendor.will({ status: 202, json: { id: 'v-1' } });
  });

  afterEach(() => {
    expect(gateway.vendor.received).toBe(0);
  });

  async function expectProblem(response: Response, status: number, code: string): Promise<void> {
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      type: `urn:waypost:problem:${code}`,
      title: expect.any(String),
      status,
      detail: expect.any(String),
      code,
    });
  }

  it.each([
    ['{"sender":', 400, 'malformed_json'],
    ['', 422, 'validation_failed'],
    ['not json', 400, 'malformed_json'],
    ['{"__proto__":{"sender":"shop"}}', 400, 'malformed_json'],
    ['[]', 422, 'validation_failed'],
    ['null', 422, 'validation_failed'],
    ['"text"', 422, 'validation_failed'],
    ['{}', 422, 'validation_failed'],
    [{ ...GOOD, sender: 7 }, 422, 'validation_failed'],
    [{ ...GOOD, message: 'Hello' }, 422, 'validation_failed'],
    [{ ...GOOD, message: { ...TEXT, to: 'nobody' } }, 422, 'validation_failed'],
    [{ ...GOOD, message: { ...TEXT, text: { body: 7 } } }, 422, 'validation_failed'],
    [{ ...GOOD, message: { ...TEXT, txt: {} } }, 422, 'validation_failed'],
    [{ ...GOOD, labels: 'one' }, 422, 'validation_failed'],
    [{ ...GOOD, sender: 'unknown' }, 422, 'unknown_sender'],
    [{ ...GOOD, sender: 'constructor' }, 422, 'unknown_sender'],
    [{ ...GOOD, reference: 'x'.repeat(1024 * 1024) }, 413, 'payload_too_large'],
  ])('%j is answered %i %s', async (body, status, code) => {
    await expectProblem(await gateway.post(body), status, code);
  });

  it('says that a member it never takes may be the reason', async () => {
    const response = await gateway.post('{"message":{"__proto__":{"type":"text"}}}');
    expect(((await response.json()) as { detail: string }).detail).toContain('`__proto__`');
  });

  it('names every wrong field by its path', async () => {
    const response = await gateway.post({ sender: 7, message: { ...TEXT, text: {} }, labls: [] });
    const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
    const paths = errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['sender', 'message.text.body', 'labls']));
    expect(errors.every(({ message }) => message.length > 0)).toBe(true);
  });

  it.each([
    ['/v1/messages', 'zzz'],
    ['/v1/messages/cancel', 'to'],
    ['/v1/keys', 'to'],
    ['/v1/senders', 'zzz'],
    ['/v1/webhooks', 'to'],
  ])('%s says what to do about a member that it does not know', async (path, member) => {
    const response = await gateway.postTo(path, { [member]: 'x' });
    expect(await response.json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        { path: member, message: expect.stringMatching(/; leave it out\.$/) },
      ]),
    });
  });

  it('says that it is the recipient, and not the type, which a provider cannot carry', async () => {
    const { to: _to, ...nobody } = TEXT;
    const user = { ...nobody, recipient: 'US.13491208655302741918' };
    const response = await gateway.post({ ...GOOD, message: user });
    await expectProblem(response.clone(), 422, 'unsupported');
    expect(await response.json()).toMatchObject({
      errors: [{ path: 'message.recipient', message: expect.stringContaining('`to`') }],
    });
  });

  it('tells of an unknown sender without telling which there are', async () => {
    const response = await gateway.post({ ...GOOD, sender: 'shpo' });
    const problem = await response.json();
    expect(problem).toMatchObject({ errors: [{ path: 'sender', message: expect.any(String) }] });
    expect(JSON.stringify(problem)).not.toContain('shop');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a body of type %s is answered 415',
    async (type) => {
      const response = await gateway.post(JSON.stringify(GOOD), { 'content-type': type });
      await expectProblem(response, 415, 'unsupported_media_type');
    },
  );

  it.each([
    ['Latin-1', Buffer.from(JSON.stringify(GOOD).replace('Hello', 'Olé'), 'latin1')],
    ['UTF-16', Buffer.from(JSON.stringify(GOOD), 'utf16le')],
  ])('a body in %s is answered 400 instead of being sent garbled', async (_charset, body) => {
    const response = await postBytes('/v1/messages', body);
    await expectProblem(response.clone(), 400, 'malformed_json');
    expect(((await response.json()) as { detail: string }).detail).toContain('UTF-8');
  });

  it('a compressed body is answered 415, which says why', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const response = await postBytes('/v1/messages', gzipSync(JSON.stringify(GOOD)), headers);
    await expectProblem(response.clone(), 415, 'unsupported_media_type');
    expect(((await response.json()) as { detail: string }).detail).toContain('Content-Encoding');
  });

  it('a body that says that it is not compressed is taken, in whatever case', async () => {
    const body = Buffer.from(JSON.stringify(GOOD));
    const response = await postBytes('/v1/messages/validate', body, {
      'content-encoding': 'Identity',
    });
    expect(response.status).toBe(200);
  });

  function postBytes(path: string, body: Uint8Array<ArrayBuffer>, headers = {}): Promise<Response> {
    return fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${KEY}`, ...headers },
      body,
    });
  }

  it.each([
    ['POST', '/v1/senders/shop/pause', 200],
    ['POST', '/v1/senders/shop/resume', 200],
    ['POST', '/v1/messages/msg_none/cancel', 404],
    ['DELETE', '/v1/keys/none', 404],
  ])('%s %s needs no body where it is said to be JSON', async (method, path, status) => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${KEY}` };
    expect((await fetch(`${gateway.url}${path}`, { method, headers })).status).toBe(status);
  });

  describe('a request without the right key', () => {
    it.each([
      [{}, 'missing_api_key'],
      [{ authorization: '' }, 'missing_api_key'],
      [{ authorization: `Basic ${KEY}` }, 'missing_api_key'],
      [{ authorization: 'Bearer' }, 'missing_api_key'],
      [{ 'x-api-key': '' }, 'missing_api_key'],
      [{ authorization: `Bearer ${KEY}0` }, 'invalid_api_key'],
      [{ authorization: `Bearer ${KEY.slice(0, -1)}` }, 'invalid_api_key'],
      [{ 'x-api-key': `${KEY}0` }, 'invalid_api_key'],
      [{ authorization: 'Bearer wp_wrong', 'x-api-key': KEY }, 'invalid_api_key'],
    ])('%j is answered 401 %s', async (headers, code) => {
      const response = await fetch(`${gateway.url}/v1/messages`, {
        method: 'POST',
        headers: { ...JSON_TYPE, ...headers },
        body: JSON.stringify(GOOD),
      });
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="waypost"');
      await expectProblem(response, 401, code);
    });
  });

  it('an unknown path is answered 404', async () => {
    await expectProblem(await fetch(`${gateway.url}/v1/nothing`), 404, 'not_found');
  });

  it('a path with a slash too many is answered 404, and not that its method is wrong', async () => {
    const headers = { authorization: `Bearer ${KEY}` };
    await expectProblem(await fetch(`${gateway.url}/v1/messages/`, { headers }), 404, 'not_found');
  });

  it('another method is answered 405 with those there are', async () => {
    const response = await fetch(`${gateway.url}/v1/messages`, { method: 'PUT' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
    await expectProblem(response, 405, 'method_not_allowed');
  });

  it('a malformed URL is answered 400', async () => {
    await request(gateway.app.getHttpServer())
      .post('/v1/messages/%E0%A4%A')
      .set('authorization', `Bearer ${KEY}`)
      .send(GOOD)
      .expect('content-type', /^application\/problem\+json/)
      .expect(400)
      .expect(({ body }) => expect(body).toMatchObject({ code: 'malformed_url', status: 400 }));
  });

  it.each([
    ['NOT HTTP AT ALL\r\n\r\n', 400, 'malformed_request'],
    [
      'POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
      400,
      'malformed_request',
    ],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('%j on the socket is answered %i', async (bytes, status, code) => {
    const answer = await rawHttp(gateway.port, bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\nContent-Type: application/problem`));
    expect(JSON.parse(body)).toMatchObject({ code, status });
  });
});
