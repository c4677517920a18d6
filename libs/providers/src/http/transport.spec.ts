import { describe, expect, it } from '@jest/globals';
import { createHttp, createTransport } from './transport.js';

describe('the options of the transport', () => {
  const wrong = [NaN, 0, -1, 1.5, 2 ** 31, 3e9, Infinity, '5000', null] as number[];

  it.each(wrong)('refuses %j where it is created, naming the option and no value', (value) => {
    const options = { timeoutMs: value, connections: value, connectTimeoutMs: value };
    for (const create of [createHttp, createTransport]) {
      expect(() => create(options)).toThrow(
        new RangeError(
          [
            'The transport cannot be configured:',
            'Option connectTimeoutMs must be a whole number from 1 to 2147483647; leave it out for 5000.',
            'Option timeoutMs must be a whole number from 1 to 2147483647; leave it out for 30000.',
            'Option connections must be a whole number from 1 to 2147483647; leave it out for 256.',
          ].join('\n  - '),
        ),
      );
    }
  });

  it.each([1, 256, 2 ** 31 - 1, undefined])('takes %j', (value) => {
    const options = { timeoutMs: value, connections: value, connectTimeoutMs: value };
    expect(() => createHttp(options)).not.toThrow();
  });
});
