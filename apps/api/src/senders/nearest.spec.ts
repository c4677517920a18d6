import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

describe('the nearest word', () => {
  const known = ['gupshup', 'kaleyra', 'memory'];

  it.each([
    ['gupshp', 'gupshup'],
    ['Kaleyra', 'kaleyra'],
    ['kaleria', 'kaleyra'],
    ['memroy', 'memory'],
    ['twilio', undefined],
    ['', undefined],
  ])('to %j is %j', (given, word) => {
    expect(nearest(given, known)).toBe(word);
  });
});
