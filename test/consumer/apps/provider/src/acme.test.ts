import 'reflect-metadata';
import { describe, it } from 'node:test';
import { conformanceChecks, testProvider, type ProviderHarness } from 'waypost/providers/testing';
import { AcmeModule, type AcmeOptions } from './acme.provider.js';

const harness: ProviderHarness<AcmeOptions> = {
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
};

testProvider(harness, { describe, it });
console.log(`The kit has ${conformanceChecks(harness).length} checks.`);
