import { describe, expect, it } from '@jest/globals';
import type { KeyRow } from 'waypost/store';
import { ApiKeys } from './api-keys.js';
import { hashKeyText, makeKeyText } from './key-text.js';

const ONE = makeKeyText();
const GIVEN = `wp_${'0123456789abcdef'.repeat(3)}`;

function row(changes: Partial<KeyRow> = {}): KeyRow {
  return {
    id: ONE.id,
    name: 'one',
    hash: ONE.hash,
    scopes: ['messages:send'],
    senders: ['shop-in'],
    lineage: 'first',
    createdAt: 1,
    expiresAt: null,
    revokedAt: null,
    ...changes,
  };
}

async function keysOf(...rows: readonly KeyRow[]): Promise<ApiKeys> {
  const keys = new ApiKeys({ keys: () => Promise.resolve(rows) });
  await keys.refresh();
  return keys;
}

describe('API keys', () => {
  it('tell whose a key is, and what it reaches', async () => {
    expect((await keysOf(row())).authenticate(ONE.text)).toEqual({
      keyId: ONE.id,
      lineage: 'first',
      reach: { scopes: ['messages:send'], senders: ['shop-in'] },
    });
  });

  it('may be of any text that was given from outside', async () => {
    const given = row({ id: 'x', hash: hashKeyText(GIVEN), scopes: ['admin'], senders: null });
    const keys = await keysOf(row(), given);
    expect(keys.authenticate(GIVEN)).toMatchObject({ keyId: 'x', reach: { scopes: ['admin'] } });
  });

  it.each([`${ONE.text}0`, ONE.text.slice(0, -1), '', makeKeyText().text, GIVEN])(
    'are nobody else’s: %#',
    async (text) => {
      expect((await keysOf(row())).authenticate(text)).toBeUndefined();
    },
  );

  it('end when they expire, without being read anew', async () => {
    const ended = await keysOf(row({ expiresAt: Date.now() - 1 }));
    expect(ended.authenticate(ONE.text)).toBeUndefined();
    const living = await keysOf(row({ expiresAt: Date.now() + 60_000 }));
    expect(living.authenticate(ONE.text)).toBeDefined();
  });

  it('give nothing for a scope that this version does not know', async () => {
    const keys = await keysOf(row({ scopes: ['messages:send', 'planets:move'] }));
    expect(keys.authenticate(ONE.text)?.reach.scopes).toEqual(['messages:send']);
  });
});
