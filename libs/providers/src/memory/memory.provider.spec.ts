import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { createHttp, InvalidOptions, parseOptions, providerToken } from 'waypost/providers';
import { MemoryModule } from './memory.module.js';
import type { MemoryOptions } from './memory.options.js';
import { MemoryProvider } from './memory.provider.js';
import { signMemoryCallback } from './memory.signature.js';

const HELLO = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as const;

const provider = (options: MemoryOptions = {}) =>
  new MemoryProvider(parseOptions(MemoryProvider, options, 'demo'), createHttp());

describe('the memory provider without baseUrl', () => {
  it('keeps what it was given, under an id of its own', async () => {
    const memory = provider();
    const first = await memory.send(HELLO, { attemptRef: 'a.1', labels: ['x'] });
    const second = await memory.send(HELLO, { attemptRef: 'a.2' });
    expect(first.providerMessageId).not.toBe(second.providerMessageId);
    expect(memory.sent).toEqual([
      { ...first, raw: undefined, message: HELLO, context: { attemptRef: 'a.1', labels: ['x'] } },
      { ...second, raw: undefined, message: HELLO, context: { attemptRef: 'a.2' } },
    ]);
  });

  it('keeps a copy, which later changes of the message do not reach', async () => {
    const memory = provider();
    const message = structuredClone(HELLO) as { to: string; type: 'text'; text: { body: string } };
    await memory.send(message, { attemptRef: 'a.1' });
    message.text.body = 'Changed';
    expect(memory.sent[0]?.message).toEqual(HELLO);
  });

  it('refuses what could not have gone over a wire', async () => {
    const memory = provider();
    const message = { ...HELLO, text: { body: 1n } } as unknown as typeof HELLO;
    await expect(memory.send(message, { attemptRef: 'a.1' })).rejects.toMatchObject({
      name: 'ProviderError',
      code: 'invalid',
      mayHaveBeenSent: false,
    });
    expect(memory.sent).toEqual([]);
  });

  it('forgets the oldest beyond what it is to keep, and everything when told', async () => {
    const memory = provider({ keep: 2 });
    for (const ref of ['a.1', 'b.1', 'c.1']) await memory.send(HELLO, { attemptRef: ref });
    expect(memory.sent.map(({ context }) => context.attemptRef)).toEqual(['b.1', 'c.1']);
    memory.clear();
    expect(memory.sent).toEqual([]);
  });

  it('keeps nothing that was aborted before, or that it does not support', async () => {
    const memory = provider();
    const aborted = memory.send(HELLO, { attemptRef: 'a.1', signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ mayHaveBeenSent: false });
    const { to: _, ...nobody } = HELLO;
    const unsupported = memory.send({ ...nobody, recipient: 'US.1349' }, { attemptRef: 'b.1' });
    await expect(unsupported).rejects.toMatchObject({ code: 'unsupported' });
    expect(memory.sent).toEqual([]);
  });

  it('takes every callback where no secret is configured', () => {
    const callback = { method: 'POST', headers: {}, query: {}, body: Buffer.from('[]') } as const;
    expect(() => provider().verify(callback)).not.toThrow();
  });

  it('needs no option at all, from either door', async () => {
    const app = await Test.createTestingModule({ imports: [MemoryModule.forRoot({})] }).compile();
    expect(app.get<unknown>(providerToken('memory'))).toBeInstanceOf(MemoryProvider);
    expect(MemoryProvider.accountKey({})).toBe('memory');
  });
});

describe('the options of the memory provider', () => {
  it.each([
    [{ baseUrl: 'http://127.0.0.1:3100' }, /token must be given beside baseUrl/],
    [{ baseUrl: 'nowhere', token: 't' }, /baseUrl must be an http or https address/],
    [{ token: '' }, /token must be given/],
    [{ phone: '919876500001' }, /phone must be in E\.164/],
    [{ callbackSecret: 'short' }, /callbackSecret must have at least 16 characters/],
    [{ baseUrl: 'https://name:secret@vendor.example.com', token: 'x' }, /baseUrl must be/],
    [{ keep: -1 }, /keep must not be negative/],
    [{ keep: 1.5 }, /keep must be a whole number/],
    [{ tokn: 'x' }, /There is no option tokn/],
  ])('are refused as %j', (options, problem) => {
    const parse = () => parseOptions(MemoryProvider, options, 'demo');
    expect(parse).toThrow(InvalidOptions);
    expect(parse).toThrow(problem);
  });

  it('make senders of one server share an account', () => {
    const baseUrl = 'https://vendor.example.com';
    expect(MemoryProvider.accountKey({ baseUrl, token: 'a' })).toBe(
      MemoryProvider.accountKey({ baseUrl, token: 'b' }),
    );
  });
});

describe('the signature of a memory callback', () => {
  it('is the HMAC-SHA256 of the body', () => {
    // RFC 4231, test case 2.
    expect(signMemoryCallback(Buffer.from('what do ya want for nothing?'), 'Jefe')).toBe(
      'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });
});
