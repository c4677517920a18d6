import { describe, expect, it } from '@jest/globals';
import { validateMessage } from '../validate-message.js';
import { examples } from './examples.js';

describe('the examples', () => {
  it.each(Object.entries(examples))('%s is valid, and complete as it stands', (_name, example) => {
    const { message, problems } = validateMessage(example);
    expect(problems).toBeUndefined();
    expect(message).toEqual(example);
  });

  it.each(Object.entries(examples))('%s is JSON', (_name, example) => {
    expect(JSON.parse(JSON.stringify(example))).toEqual(example);
  });
});
