import { describe, expect, it } from '@jest/globals';
import type { ErrorEntry } from 'waypost/messages';
import { ProviderError } from '../provider-error.js';
import { readReply } from './read-reply.js';
import type { JsonObject, ReplyReader, VendorReply } from './vendor-reply.js';

const entry: ErrorEntry = {
  source: 'meta',
  vendorCode: '130429',
  code: 'rate_limited',
  title: 'Rate limit hit',
  retry: 'pause',
  scope: 'sender',
  pauseSeconds: 10,
  actor: 'time',
  remedy: 'Wait.',
  link: 'https://example.com',
};

const reader: ReplyReader = {
  refusal: (body) =>
    body.error === undefined
      ? undefined
      : { code: '7', message: 'no', entry: body.error === 'listed' ? entry : undefined },
  messageId: (body) => body.id as string | undefined,
};

const reply = (status: number, body?: JsonObject, headers: VendorReply['headers'] = {}) => ({
  status,
  body,
  headers,
  text: JSON.stringify(body) ?? '',
});

function refusal(given: VendorReply): ProviderError {
  try {
    readReply(given, reader);
  } catch (error) {
    if (error instanceof ProviderError) return error;
  }
  throw new Error('The reply was not refused.');
}

describe('judging an answer', () => {
  it.each([200, 202, 299])('accepts a %d with a JSON object, with its id', (status) => {
    expect(readReply(reply(status, { id: 'x' }), reader)).toEqual({
      providerMessageId: 'x',
      raw: { id: 'x' },
    });
  });

  it('accepts without an id', () => {
    expect(readReply(reply(200, {}), reader)).toEqual({ raw: {} });
  });

  it.each([200, 400, 429, 500])(
    'takes a documented refusal in a %d at its word: it was not sent',
    (status) => {
      expect(refusal(reply(status, { error: 'listed' }))).toMatchObject({
        code: 'rate_limited',
        mayHaveBeenSent: false,
        scope: 'sender',
        retryAfter: 10,
        remedy: 'Wait.',
        vendor: { status, code: '7', message: 'no' },
      });
    },
  );

  it('does not know the outcome of an undocumented refusal in a 2xx or 5xx', () => {
    expect(refusal(reply(200, { error: 'new' }))).toMatchObject({
      code: 'unrecognized',
      mayHaveBeenSent: true,
    });
    expect(refusal(reply(500, { error: 'new' }))).toMatchObject({
      code: 'unavailable',
      mayHaveBeenSent: true,
    });
  });

  it('does not know the outcome of a 2xx that is no JSON object', () => {
    expect(refusal(reply(200))).toMatchObject({ code: 'unrecognized', mayHaveBeenSent: true });
  });

  it.each([
    [301, 'unrecognized', true],
    [400, 'unrecognized', false],
    [401, 'unauthorized', false],
    [403, 'unauthorized', false],
    [408, 'timeout', true],
    [429, 'rate_limited', false],
    [500, 'unavailable', true],
    [502, 'unavailable', true],
    [504, 'timeout', true],
  ] as const)('reads a bare %d as %s, may have been sent: %s', (status, code, mayHaveBeenSent) => {
    expect(refusal(reply(status))).toMatchObject({ code, mayHaveBeenSent });
    expect(refusal(reply(status, { error: 'new' }))).toMatchObject({ code, mayHaveBeenSent });
  });

  it.each([404, 405])(
    "takes a %d without JSON for a wrong address, which is the operator's to mend",
    (status) => {
      expect(refusal(reply(status))).toMatchObject({
        code: 'unauthorized',
        mayHaveBeenSent: false,
        scope: 'sender',
        message: expect.stringContaining('address'),
      });
      expect(refusal(reply(status, { error: 'new' }))).toMatchObject({
        code: 'unrecognized',
        mayHaveBeenSent: false,
      });
    },
  );

  it('reads Retry-After as seconds or as a date, before the pause of the dictionary', () => {
    const seconds = reply(429, { error: 'listed' }, { 'retry-after': '17' });
    expect(refusal(seconds).retryAfter).toBe(17);
    const date = new Date(Date.now() + 60_000).toUTCString();
    const later = refusal(reply(503, undefined, { 'retry-after': date })).retryAfter;
    expect(later).toBeGreaterThan(50);
    expect(later).toBeLessThanOrEqual(60);
  });

  it.each(['soon', '-1', '1.5', '0', new Date(0).toUTCString()])(
    'lets no Retry-After of %j end the pause of the dictionary',
    (header) => {
      const headers = { 'retry-after': header };
      expect(refusal(reply(429, { error: 'listed' }, headers)).retryAfter).toBe(10);
      expect(refusal(reply(401, undefined, headers)).retryAfter).toBeUndefined();
    },
  );

  it.each(['9'.repeat(400), '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'waits no longer than a day, whatever Retry-After says: %s',
    (header) => {
      expect(refusal(reply(503, undefined, { 'retry-after': header })).retryAfter).toBe(86_400);
    },
  );
});
