import { describe, expect, it } from '@jest/globals';
import { memoryHarness } from '../memory/memory.harness.js';
import { testProvider } from './test-provider.js';

describe('testProvider', () => {
  it('declares every check with the describe and it that it is given', () => {
    const declared: string[] = [];
    testProvider(memoryHarness, {
      describe: (_name, declare) => declare(),
      it: (name) => declared.push(name),
    });
    const numbers = declared.map((name) => parseInt(name));
    expect([...new Set(numbers)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('asks for them where the runner has none among its globals', () => {
    expect(() => testProvider(memoryHarness, {})).toThrow(
      'give testProvider its own, as testProvider(harness, { describe, it }).',
    );
  });
});
