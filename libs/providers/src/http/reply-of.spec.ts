import { describe, expect, it } from '@jest/globals';
import { replyOf } from './reply-of.js';

const reply = (text: string, secrets: readonly string[] = []) =>
  replyOf({ status: 200, headers: {}, text }, secrets);

describe('an answer off the wire', () => {
  it('is read with a byte order mark before it', () => {
    expect(reply('\uFEFF{"id":"x"}').body).toEqual({ id: 'x' });
  });

  it.each(['', 'i', 'id', 'mes'])('is kept as it is where %j is the secret', (secret) => {
    expect(reply('{"messages":[{"id":"x"}]}', [secret])).toMatchObject({
      text: '{"messages":[{"id":"x"}]}',
      body: { messages: [{ id: 'x' }] },
    });
  });

  it('loses every secret of four characters or more', () => {
    expect(reply('{"echo":"a sk_1 and s\\"e\\/c"}', ['', 'sk_1', 's"e/c']).body).toEqual({
      echo: 'a [secret] and [secret]',
    });
  });
});
