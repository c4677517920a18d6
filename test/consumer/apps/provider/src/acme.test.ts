import 'reflect-metadata';
import { describe, it } from 'node:test';
import { testProvider } from 'waypost/providers/testing';
import { AcmeModule } from './acme.provider.js';

testProvider(
  {
    module: AcmeModule,
    options: (baseUrl, secret) => ({ baseUrl, account: 'ACME01', apiKey: `key_${secret}` }),
    required: ['baseUrl', 'account', 'apiKey'],
    accepts: (id) => ({ status: 202, json: { id } }),
    refuses: {
      unauthorized: { status: 401, json: { error: { code: 190, text: 'Wrong key' } } },
      invalid: { status: 400, json: { error: { code: 131009, text: 'Wrong parameter' } } },
    },
    proof: { kind: 'none', reason: 'Acme signs nothing' },
    fixtures: new URL('../fixtures/', import.meta.url),
  },
  { describe, it },
);
