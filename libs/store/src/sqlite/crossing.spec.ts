import { describe, expect, it } from '@jest/globals';
import type { Op } from '../batch/op.js';
import { pack, unpack } from './crossing.js';

const keep = (body: string): Op => ({ kind: 'keep-callback', row: ['shop-in', 'memory', 1], body });
const end: Op = { kind: 'end-callbacks', ends: [], items: [], events: [] };

describe('a request that crosses the threads', () => {
  it('gives each callback its own body again, whatever is between them', () => {
    const ops = [keep('"one"'), end, keep(''), keep('नमस्ते \u0000 "three"'), end];
    const request = { id: 7, kind: 'commit', ops } as const;
    expect(unpack(pack(request))).toEqual(request);
  });

  it('carries the bodies beside the JSON', () => {
    const [json, ...bodies] = pack({ id: 1, kind: 'commit', ops: [keep('words'), keep('more')] });
    expect(bodies).toEqual(['words', 'more']);
    expect(json).not.toMatch(/words|more/);
  });

  it.each([
    { id: 1, kind: 'close' },
    { id: 2, kind: 'commit', ops: [end] },
    { id: 3, kind: 'read', statement: { name: 'n', sql: 'select 1', params: [1, null] } },
  ] as const)('is the same without any: %j', (request) => {
    expect(unpack(pack(request))).toEqual(request);
  });
});
