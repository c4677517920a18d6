import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { CallbackRef } from 'waypost/callbacks';
import { CallbackWarnings } from './callback-warnings.js';

const callback: CallbackRef = {
  position: 7,
  sender: 'shop-in',
  provider: 'gupshup',
  receivedAt: 0,
};

describe('warnings of callbacks', () => {
  let lines: string[];
  let warnings: CallbackWarnings;

  beforeEach(() => {
    lines = [];
    const write = (line: unknown) => void lines.push(String(line));
    for (const level of ['warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation(write);
    }
    warnings = new CallbackWarnings();
  });
  afterEach(() => void jest.restoreAllMocks());

  it('name a shape once, by its keys, with the callback that is kept', () => {
    const shape = { id: '0123456789ab', keys: ['name', 'value[].?'] };
    for (let n = 0; n < 3; n++) warnings.warn(callback, 'Nobody knows it.', shape);
    expect(lines).toEqual([
      'A callback of gupshup for sender shop-in was not understood: Nobody knows it. It is kept as cb_7, shape 0123456789ab: name, value[].?',
    ]);
  });

  it('remember a bounded number of shapes, and say nothing of more', () => {
    for (let n = 0; n < 3_000; n++) {
      warnings.warn(callback, 'Nobody knows it.', { id: String(n), keys: [] });
    }
    expect(lines).toHaveLength(1_000);
  });

  it('name what the store refuses to settle once, and not what it said', () => {
    for (let n = 0; n < 3; n++) warnings.stuck(callback, new TypeError('secret words'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('cb_7');
    expect(lines[0]).toContain('TypeError');
    expect(lines.join()).not.toContain('secret words');
  });
});
