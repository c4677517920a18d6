import { describe, expect, it } from '@jest/globals';
import { withRemedy } from './with-remedy.js';

describe('withRemedy', () => {
  it.each([
    ['The vendor answered 401: No', 'Do this.', 'The vendor answered 401: No. Do this.'],
    ['It did not answer.', 'Wait.', 'It did not answer. Wait.'],
    ['The vendor answered 500', undefined, 'The vendor answered 500'],
  ])('makes sentences of %j and %j', (message, remedy, text) => {
    expect(withRemedy(message, remedy)).toBe(text);
  });
});
