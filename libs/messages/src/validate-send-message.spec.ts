import { describe, expect, it } from '@jest/globals';
import { examples } from './examples/examples.js';
import { validateSendMessage } from './validate-send-message.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** A time so many milliseconds from now. */
function ahead(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

const REQUEST = { sender: 'shop-in', message: examples.text };

function pathsOf(request: unknown): string[] | undefined {
  const checked = validateSendMessage(request);
  return 'problems' in checked ? checked.problems.map(({ path }) => path) : undefined;
}

describe('validateSendMessage', () => {
  it('gives the request with its message in the kept form', () => {
    const request = {
      ...REQUEST,
      labels: ['otp', 'de'],
      reference: 'order-42',
      allowUnknown: false,
    };
    const message = { to: '91 98765 00001', type: 'text', text: { body: 'Hello' } };
    expect(validateSendMessage({ ...request, message })).toEqual({
      value: {
        ...request,
        message: {
          ...message,
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+919876500001',
        },
      },
    });
  });

  it.each([
    ['no labels', { labels: [] }],
    ['labels of 255 characters', { labels: ['x'.repeat(255), ''] }],
    ['a reference of one character', { reference: 'x' }],
    ['a reference of 255 characters', { reference: 'x'.repeat(255) }],
    ['a sender of 64 characters', { sender: 'x'.repeat(64) }],
    ['a time to send at', { sendAt: ahead(30 * DAY_MS - MINUTE_MS) }],
    ['a time to send at that has passed', { sendAt: '2020-01-01T00:00:00+05:30' }],
    ['an end after it', { sendAt: ahead(MINUTE_MS), expiresAt: ahead(2 * MINUTE_MS) }],
    ['an order of its own', { priority: 'high', ordered: false }],
    ['a category', { category: 'authentication' }],
    ['a grace of a second', { onUnknown: 'retry', unknownGraceSeconds: 1 }],
    ['a grace of a day', { onUnknown: 'fail', unknownGraceSeconds: 86_400 }],
  ])('takes %s', (_what, change) => {
    expect(pathsOf({ ...REQUEST, ...change })).toBeUndefined();
  });

  it.each([
    ['no sender', { sender: undefined }, ['sender']],
    ['a sender with a space', { sender: 'shop in' }, ['sender']],
    ['a sender of 65 characters', { sender: 'x'.repeat(65) }, ['sender']],
    ['a sender that is a number', { sender: 7 }, ['sender']],
    ['no message', { message: undefined }, ['message']],
    ['three labels', { labels: ['a', 'b', 'c'] }, ['labels']],
    ['one label outside a list', { labels: 'a' }, ['labels']],
    ['labels that are wrong each', { labels: [7, 'x'.repeat(256)] }, ['labels[0]', 'labels[1]']],
    ['a reference without characters, which no list could find', { reference: '' }, ['reference']],
    ['a reference of 256 characters', { reference: 'x'.repeat(256) }, ['reference']],
    ['allowUnknown as text', { allowUnknown: 'true' }, ['allowUnknown']],
    ['a reference that databases refuse', { reference: 'a\0b' }, ['reference']],
    ['a reference that is half an emoji', { reference: 'a\ud83d' }, ['reference']],
    ['an unknown priority', { priority: 'urgent' }, ['priority']],
    ['an order that is a text', { ordered: 'false' }, ['ordered']],
    ['a category in capitals', { category: 'AUTHENTICATION' }, ['category']],
    ['a time without a zone', { sendAt: '2027-02-25T09:30:00' }, ['sendAt']],
    ['a time too far ahead', { sendAt: ahead(30 * DAY_MS + MINUTE_MS) }, ['sendAt']],
    ['an end in the past', { expiresAt: ahead(-1) }, ['expiresAt']],
    [
      'an end before the beginning',
      { sendAt: ahead(2 * MINUTE_MS), expiresAt: ahead(MINUTE_MS) },
      ['expiresAt'],
    ],
    ['an unknown decision', { onUnknown: 'ask' }, ['onUnknown']],
    ['no grace', { unknownGraceSeconds: 0 }, ['unknownGraceSeconds']],
    ['a grace of more than a day', { unknownGraceSeconds: 86_401 }, ['unknownGraceSeconds']],
    ['a grace with a fraction', { unknownGraceSeconds: 1.5 }, ['unknownGraceSeconds']],
    ['an unknown member', { urgency: 'high' }, ['urgency']],
    ['an unknown member where they pass', { allowUnknown: true, lables: [] }, ['lables']],
    [
      'faults on several levels',
      { sender: '', message: { type: 'text', to: '1' } },
      ['sender', 'message.to', 'message.text'],
    ],
  ])('refuses %s', (_what, change, paths) => {
    expect(pathsOf({ ...REQUEST, ...change })).toEqual(paths);
  });

  it('lets unknown members of the message pass where that is asked for', () => {
    const message = { ...examples.text, new_field: { a: 1 } };
    expect(pathsOf({ ...REQUEST, message })).toEqual(['message.new_field']);
    expect(validateSendMessage({ ...REQUEST, message, allowUnknown: true })).toEqual({
      value: { ...REQUEST, message, allowUnknown: true },
    });
  });

  it('names the nearest member, and offers no way round at the top', () => {
    const checked = validateSendMessage({ ...REQUEST, lables: [], zzz: 1 });
    expect(checked).toEqual({
      problems: [
        { path: 'lables', message: 'This member is not known; did you mean `labels`?' },
        { path: 'zzz', message: 'This member is not known; leave it out.' },
      ],
    });
  });

  it.each([undefined, null, 'text', 7, [], () => 1])('refuses a body that is %p', (body) => {
    expect(validateSendMessage(body)).toEqual({
      problems: [{ path: '', message: 'The body must be an object.' }],
    });
  });

  it('stops after as many problems as it is told', () => {
    const checked = validateSendMessage({ a: 1, b: 2, c: 3, sender: 7 }, { maxProblems: 2 });
    expect('problems' in checked && checked.problems.map(({ path }) => path)).toEqual([
      'sender',
      'message',
    ]);
  });
});
