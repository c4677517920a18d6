import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { CallbackItem } from '../callback-item.js';
import { failedTest, translating, verifying, type Flaw } from './flawed.harness.js';

const json = (body: Uint8Array): unknown => JSON.parse(Buffer.from(body).toString('utf8'));

const FLAWS: readonly Flaw[] = [
  [
    'forgets when it happened',
    '10. translates fixtures/events/sent',
    translating((items) => items.map(({ occurredAt: _, ...item }) => item)),
  ],
  [
    'returns one item of a batch',
    '10. translates fixtures/events/batch',
    translating((items) => items.slice(0, 1)),
  ],
  [
    'reads header names in one spelling only',
    '10. translates fixtures/events/sent',
    translating((items, { headers }) => (headers['content-type'] ? items : items.slice(1))),
  ],
  ['takes every callback', '11. rejects a callback without', verifying(() => undefined)],
  [
    'signs the parsed body instead of the raw one',
    '11. looks at the raw body',
    verifying((verify, callback) => {
      if (callback.body.length === 0) return verify(callback);
      verify({ ...callback, body: Buffer.from(JSON.stringify(json(callback.body))) });
    }),
  ],
  [
    'looks for the signature in one spelling only',
    '11. takes a callback',
    verifying((verify, callback) => {
      const signature = callback.headers['x-memory-signature'];
      verify({ ...callback, headers: { 'x-memory-signature': signature } });
    }),
  ],
  [
    'rejects with an error of another class',
    '11. rejects with CallbackRejected and nothing else',
    verifying((verify, callback) => {
      try {
        verify(callback);
      } catch {
        throw new Error('Wrong signature.');
      }
    }),
  ],
  ['drops what it does not know', '12. keeps what', translating((items) => items.filter(isKnown))],
  [
    'throws where the body is no JSON',
    '12. translates any bytes',
    translating((items, { body }) => json(body) && items),
  ],
  [
    'writes a callback again that is nested too deeply',
    '12. translates JSON nested',
    translating((items, { body }) => JSON.stringify(json(body)) && items),
  ],
  [
    'keeps nothing of what it does not know',
    '12. keeps what',
    translating((items) => items.map((item) => (isKnown(item) ? item : { ...item, raw: {} }))),
  ],
  [
    'makes a new id every time',
    '13. gives equal items',
    translating((items) => items.map((item) => ({ ...item, id: randomUUID() }))),
  ],
  [
    'makes an id of the text as it was written',
    '13. gives a fact the same id in whatever order',
    translating((items, { body }) =>
      items.map((item) => ({ ...item, id: `${item.id} ${Buffer.from(body).toString()}` })),
    ),
  ],
  [
    'gives all statuses of a message one id',
    '13. gives different facts',
    translating((items) =>
      items.map((item) =>
        item.kind === 'status' ? { ...item, id: item.ids.providerIds[0] } : item,
      ),
    ),
  ],
  [
    'compares the beginning of the signature only',
    '11. rejects a signature that was cut',
    verifying((verify, callback) => {
      const given = callback.headers['X-Memory-Signature'] ?? '';
      const first = given.slice(0, 71);
      verify({ ...callback, headers: { 'x-memory-signature': first } });
    }),
  ],
  [
    'takes any signature in the right place',
    '11. rejects a signature made with another secret',
    verifying((verify, callback) => {
      if (!callback.headers['X-Memory-Signature']) verify(callback);
    }),
  ],
  [
    'signs nothing but the length of the body',
    '11. rejects a body with any single byte',
    verifying((verify, callback) => {
      if (!callback.headers['X-Memory-Signature']) verify(callback);
    }),
  ],
  [
    'returns nothing for an empty list',
    '12. translates any JSON',
    translating((items) => items.filter(({ kind }) => kind !== 'ignored')),
  ],
  [
    'trusts the type of an id',
    '12. survives its documented callbacks',
    translating((items, { body }) => {
      const [first] = [json(body)].flat();
      (first as { id?: string } | null)?.id?.toUpperCase();
      return items;
    }),
  ],
];

function isKnown({ kind }: CallbackItem): boolean {
  return kind !== 'unknown';
}

describe('the conformance kit', () => {
  it.each(FLAWS)('fails a provider that %s', async (_flaw, test, provider) => {
    expect(await failedTest(provider, test)).toBeDefined();
  });
});
