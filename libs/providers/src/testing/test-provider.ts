import { describe, it } from '@jest/globals';
import { conformanceChecks } from './conformance.js';
import type { ProviderHarness } from './provider-harness.js';

const TIMEOUT_MS = 60_000;

/**
 * Declares the conformance tests of a provider, for Jest. The kit is the specification of a provider: one that
 * passes needs no tests of its own for what stands here, and only its vendor's peculiarities remain.
 *
 * Needs `@jest/globals` and `fast-check`, which are optional peers of the package.
 *
 * @example
 * ```ts
 * // acme.conformance.spec.ts
 * testProvider({
 *   module: AcmeModule,
 *   options: (baseUrl, secret) => ({ baseUrl, account: 'ACME01', apiKey: `key_${secret}` }),
 *   required: ['account', 'apiKey'],
 *   accepts: (id) => ({ status: 202, json: { message: { id } } }),
 *   refuses: {
 *     unauthorized: { status: 401, json: { error: { code: 'E401', text: 'Wrong key' } } },
 *     invalid: [{ status: 400, json: { error: { code: 'E1', text: 'No recipient' } } }],
 *   },
 *   proof: { kind: 'none', reason: 'Acme signs nothing' },
 *   fixtures: new URL('./fixtures/', import.meta.url),
 * });
 * ```
 *
 * Fixtures, written from the vendor's pages:
 * - `requests/<sample>.json`: `{ method, path, headers, body }` that must go over the wire for that message of
 *   `examples` (`waypost/messages`). Header names in lower case; only those named are compared, and every header
 *   that carries a credential must be named. `<secret>`, `<attemptRef>`, `<label 1>` and `<label 2>` stand for what
 *   the kit puts in. A sample without a fixture must be unsupported.
 * - `events/<name>.json`: a callback `{ method?, headers?, query?, body? }` (POST and JSON unless told), with
 *   `events/<name>.expected.json`: the list of items that it must give. An expected item may leave `id` and `raw`
 *   out; a failure's dictionary entry is written `"entry": "meta:131026"`. At least two fixtures must show different
 *   statuses of one message.
 */
export function testProvider<O extends object>(harness: ProviderHarness<O>): void {
  describe('the conformance kit', () => {
    for (const { number, promise, run } of conformanceChecks(harness)) {
      it(`${number}. ${promise}`, run, TIMEOUT_MS);
    }
  });
}
