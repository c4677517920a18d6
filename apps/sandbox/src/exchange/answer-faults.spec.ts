import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { recordingReceiver } from '../testing/recording-receiver.js';
import {
  answerOf,
  GUPSHUP,
  KALEYRA,
  KALEYRA_PHONE,
  textTo,
  toGupshup,
  toKaleyra,
  USER,
} from '../testing/vendor-calls.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await createSandbox({ stepMs: 0 });
});
afterEach(() => sandbox.close());

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/** The code of the connection's end, as a client meets it. */
const brokenBy = async (sending: Promise<Response>): Promise<string> => {
  try {
    await (await sending).text();
    return 'answered';
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } };
    return cause?.code ?? 'unknown';
  }
};

/** Speaks HTTP by hand: writes a text and waits for the end of the connection. */
const byHand = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1', () =>
      socket.write(text),
    );
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.on('close', () => resolve('closed'));
    socket.resume();
  });

const headersOf = (length: number): string =>
  `POST /partner/app/${GUPSHUP.appId}/v3/message HTTP/1.1\r\nhost: a\r\nauthorization: ${GUPSHUP.token}\r\n` +
  `content-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

describe('answer faults', () => {
  it.each([
    ['authentication-failed', 401],
    ['callback-billing-disabled', 400],
    ['invalid-app-details', 400],
    ['app-not-on-cloud', 400],
    ['unauthorised-access', 401],
    ['invalid-json-payload', 400],
    ['too-many-requests', 429],
    ['internal-server-error', 500],
  ] as const)('show the documented error %s of Gupshup alone', async (fault, status) => {
    sandbox.addFault({ fault });
    const answer = await answerOf(toGupshup(sandbox));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 'error' });
    expect((await toKaleyra(sandbox)).status).toBe(202);
  });

  it.each([
    ['RBC001', 401, 'RBC001', 'error'],
    ['WA401', 401, 'WA401', 'phone_number'],
    ['WA-401-account', 401, 'WA-401', 'account'],
    ['WA-401-version', 401, 'WA-401', 'phone_number'],
    ['WA400', 400, 'WA400', 'payload'],
    ['E110', 400, 'E110', 'balance'],
    ['WA500', 500, 'WA500', 'error'],
  ] as const)(
    'show the documented failure %s of Kaleyra alone',
    async (fault, status, code, key) => {
      sandbox.addFault({ fault });
      const answer = await answerOf(toKaleyra(sandbox));
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject({ code, error: { [key]: expect.any(String) } });
      expect((await toGupshup(sandbox)).status).toBe(200);
    },
  );

  it('put an error inside a 200', async () => {
    sandbox.addFault({ fault: { kind: 'error', name: 'callback-billing-disabled', status: 200 } });
    expect(await answerOf(toGupshup(sandbox))).toEqual({
      status: 200,
      body: '{"message":"Callback Billing must be enabled for this API","status":"error"}',
    });
  });

  it.each([
    ['meta', { error: { code: 131056, message: expect.stringContaining('(#131056)') } }],
    ['flat', { status: 'error', code: 131056, message: expect.any(String) }],
  ] as const)("answer with Meta's error in the %s shape", async (shape, body) => {
    sandbox.addFault({ fault: { kind: 'meta-error', code: 131056, shape } });
    const answer = await answerOf(toGupshup(sandbox));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject(body);
  });

  it.each([429, 500, 502])('answer HTTP %i at both vendors, and take nothing', async (status) => {
    sandbox.addFault({ fault: status });
    expect((await toGupshup(sandbox)).status).toBe(status);
    expect((await toKaleyra(sandbox)).status).toBe(status);
    expect(sandbox.messages().map(({ accepted }) => accepted)).toEqual([false, false]);
  });

  it('can state Retry-After, and any body', async () => {
    sandbox.addFault({ fault: { kind: 'http', status: 503, retryAfter: 7, body: 'busy' } });
    const response = await toKaleyra(sandbox);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await answerOf(response)).toEqual({ status: 503, body: 'busy' });
  });

  it('reset the connection before the body was read, when only the headers are there', async () => {
    sandbox.addFault({ fault: 'reset-before-read' });
    expect(await byHand(headersOf(1000))).toBe('ECONNRESET');
    expect(sandbox.messages()).toMatchObject([
      {
        requestRead: false,
        accepted: false,
        rawBody: '',
        faults: ['reset-before-read'],
        answered: { cut: 'reset-before-read' },
      },
    ]);
  });

  it('reset the connection as soon as the recipient they wait for is known', async () => {
    sandbox.addFault({ to: `+${USER}`, fault: 'reset-before-read' });
    const beginning = `{"messaging_product":"whatsapp","to":"+1 202-555-0100",`;
    expect(await byHand(headersOf(1000) + beginning)).toBe('ECONNRESET');
    expect(sandbox.messages()).toMatchObject([{ requestRead: false, rawBody: '', to: USER }]);
    expect((await toGupshup(sandbox, { body: textTo('447700900123') })).status).toBe(200);
  });

  it('reset the connection after the request was read, and take the message', async () => {
    sandbox.addFault({ fault: 'reset-after-read' });
    expect(await brokenBy(toGupshup(sandbox))).toBe('ECONNRESET');
    expect(sandbox.messages()).toMatchObject([
      {
        requestRead: true,
        accepted: true,
        rawBody: JSON.stringify(textTo(USER)),
        answered: { cut: 'reset-after-read' },
      },
    ]);
  });

  it('close the connection in order, without an answer', async () => {
    sandbox.addFault({ fault: 'close-after-read' });
    expect(await brokenBy(toGupshup(sandbox))).toBe('UND_ERR_SOCKET');
    expect(sandbox.messages()).toMatchObject([{ requestRead: true, accepted: true }]);
  });

  it('never answer, until the client gives up', async () => {
    sandbox.addFault({ fault: 'no-answer' });
    const { url } = sandbox;
    const patience = new AbortController();
    const sending = fetch(`${url}/v2/${KALEYRA.sid}/whatsapp/${KALEYRA_PHONE}/messages`, {
      method: 'POST',
      headers: { 'api-key': KALEYRA.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_object: textTo(`+${USER}`) }),
      signal: patience.signal,
    });
    const ended = sending.then(
      () => 'answered',
      (error: Error) => error.name,
    );
    while (sandbox.messages()[0]?.answered === undefined) await soon();
    await soon();
    patience.abort();
    expect(await ended).toBe('AbortError');
    expect(sandbox.messages()).toMatchObject([
      { requestRead: true, accepted: true, answered: { cut: 'no-answer' } },
    ]);
  });

  it('answer HTML instead of JSON, with the message taken', async () => {
    sandbox.addFault({ fault: 'html' });
    const response = await toGupshup(sandbox);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toMatch(/^<html>/);
    expect(sandbox.messages()).toMatchObject([{ accepted: true }]);
  });

  it('answer half of the JSON as if it were all', async () => {
    sandbox.addFault({ fault: 'truncated-json' });
    const { status, body } = await answerOf(toKaleyra(sandbox));
    expect(status).toBe(202);
    expect(body).toMatch(/^\{"code":"WA202"/);
    expect(() => JSON.parse(body) as unknown).toThrow(SyntaxError);
  });

  it('cut the connection within the answer', async () => {
    sandbox.addFault({ fault: 'cut-answer' });
    expect(await brokenBy(toKaleyra(sandbox))).toBe('ECONNRESET');
    expect(sandbox.messages()).toMatchObject([
      { accepted: true, answered: { status: 202, cut: 'cut-answer' } },
    ]);
  });

  it('leave out the id', async () => {
    sandbox.addFault({ fault: 'no-id' });
    expect(await (await toGupshup(sandbox)).json()).toMatchObject({ messages: [] });
    expect(await (await toKaleyra(sandbox)).json()).toMatchObject({ code: 'WA202', data: {} });
  });

  it('answer late, after the message was taken', async () => {
    sandbox.addFault({ fault: { kind: 'slow', ms: 500 } });
    const sending = answerOf(toGupshup(sandbox));
    while (sandbox.messages()[0]?.accepted !== true) {
      await soon();
    }
    expect(sandbox.messages()[0]?.answered).toBeUndefined();
    expect((await sending).status).toBe(200);
    expect(sandbox.messages()[0]?.answered).toMatchObject({ status: 200 });
  });

  it('let the vendor take what it answers with an error, where the fault says so', async () => {
    const receiver = await recordingReceiver();
    sandbox.addCallback({ provider: 'kaleyra', account: KALEYRA.sid, url: receiver.url });
    sandbox.addFault({ fault: { kind: 'http', status: 502, accepted: true } });
    expect((await toKaleyra(sandbox)).status).toBe(502);
    await sandbox.settled();
    expect(receiver.bodies().map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
    await receiver.close();
  });

  it('take nothing where the fault says so, and call nobody back', async () => {
    const receiver = await recordingReceiver();
    sandbox.addCallback({ provider: 'kaleyra', account: KALEYRA.sid, url: receiver.url });
    sandbox.addFault({ fault: { kind: 'reset-after-read', accepted: false } });
    expect(await brokenBy(toKaleyra(sandbox))).toBe('ECONNRESET');
    await sandbox.settled();
    expect(sandbox.messages()).toMatchObject([{ requestRead: true, accepted: false }]);
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });

  it('record a client that goes away before its request is complete', async () => {
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.write(`${headersOf(1000)}{"messaging_product"`);
    while (sandbox.received === 0) await soon();
    socket.destroy();
    while (sandbox.messages()[0]?.answered === undefined) {
      await soon();
    }
    expect(sandbox.messages()).toMatchObject([
      { requestRead: false, accepted: false, answered: { cut: 'client-closed' } },
    ]);
  });
});
