import { conformanceChecks } from './conformance.js';
import type { ProviderHarness } from './provider-harness.js';

const TIMEOUT_MS = 60_000;

/** What a test runner declares tests with: Jest, Vitest and Mocha have it among their globals, `node:test` exports it. */
export interface TestRunner {
  readonly describe: (name: string, declare: () => void) => unknown;
  readonly it: (name: string, test: () => Promise<void>, timeoutMs: number) => unknown;
}

/**
 * Declares the conformance tests of a provider with the `describe` and `it` of the runner, those among the globals if
 * none is given. The kit is the specification of a provider: one that
 * passes needs no tests of its own for what stands here, and only its vendor's peculiarities remain.
 *
 * Needs `fast-check`, which is an optional peer of the package.
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
export function testProvider<O extends object>(
  harness: ProviderHarness<O>,
  runner: Partial<TestRunner> = globalThis as Partial<TestRunner>,
): void {
  const { describe, it } = runner;
  if (!describe || !it) {
    throw new Error(
      'The test runner has no global describe and it: give testProvider its own, as testProvider(harness, { describe, it }).',
    );
  }
  describe('the conformance kit', () => {
    for (const { number, promise, run } of conformanceChecks(harness)) {
      it(`${number}. ${promise}`, run, TIMEOUT_MS);
    }
  });
}
