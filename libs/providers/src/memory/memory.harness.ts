import { createHmac } from 'node:crypto';
import { examples } from 'waypost/messages';
import type { ProviderHarness } from '../testing/provider-harness.js';
import { MemoryModule } from './memory.module.js';
import type { MemoryOptions } from './memory.options.js';

const { to: _to, ...nobody } = examples.text;

/** What the conformance kit is told of the memory provider; the kit's own spec breaks providers on the same harness. */
export const memoryHarness: ProviderHarness<MemoryOptions> = {
  module: MemoryModule,
  options: (baseUrl, secret) => ({
    baseUrl,
    token: `token_${secret}`,
    phone: '+12025550100',
    callbackSecret: `callback_${secret}`,
  }),
  required: ['token'],
  accepts: (id) => ({ status: 202, json: { id } }),
  refuses: {
    unauthorized: {
      status: 401,
      json: { error: { code: 190, message: 'Access token has expired' } },
    },
    invalid: [
      { status: 400, json: { error: { code: 131009, message: 'Parameter value is not valid' } } },
      { status: 200, json: { error: { code: '131008', message: 'A parameter is missing' } } },
    ],
    rejected: { status: 400, json: { error: { code: 131026, message: 'Message Undeliverable' } } },
    rate_limited: { status: 400, json: { error: { code: 130429, message: 'Rate limit hit' } } },
    unavailable: { status: 500, json: { error: { code: 131016, message: 'Service unavailable' } } },
  },
  proof: {
    kind: 'signature',
    // Written out again rather than taken from the provider, so that the two are two readings of one rule.
    prove: (callback, secret) => ({
      ...callback,
      headers: {
        ...callback.headers,
        'X-Memory-Signature':
          'sha256=' +
          createHmac('sha256', `callback_${secret}`).update(callback.body).digest('hex'),
      },
    }),
  },
  fixtures: new URL('./fixtures/', import.meta.url),
  unsupported: {
    'a message to a user id': { ...nobody, recipient: 'US.13491208655302741918' },
  },
};
