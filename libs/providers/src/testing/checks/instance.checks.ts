import assert from 'node:assert/strict';
import type { ConformanceCheck } from '../conformance-check.js';
import type { ProviderHarness } from '../provider-harness.js';
import { ProviderRegistry } from '../../provider-registry.js';
import { providerToken } from '../../provider.tokens.js';
import type { MessagingProvider } from '../../provider.js';
import { ANY_MESSAGE, CONTEXT, newSecret, startApp } from '../rig.js';
import { VendorServer, type RecordedRequest } from '../server/vendor-server.js';

const NAMES = ['kit-first', 'kit-second'] as const;
const ROUNDS = 20;

/** Check 1: several instances of one kind beside each other. */
export function instanceChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  return [
    {
      number: 1,
      promise:
        'is called by its configured name, and two instances send concurrently, each with its own key',
      run: () => sendsWithItsOwnKey(harness),
    },
  ];
}

async function sendsWithItsOwnKey<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  const server = (await VendorServer.start()).will(harness.accepts('kit-id'));
  const secrets = NAMES.map(newSecret);
  const modules = NAMES.map((name, i) =>
    harness.module.forRoot({
      ...harness.options(server.url, secrets[i] ?? ''),
      name,
      transport: { allowPrivate: true },
    }),
  );
  try {
    const app = await startApp(modules);
    try {
      const registry = app.get(ProviderRegistry);
      assert.deepEqual(registry.names(), NAMES);
      for (const name of NAMES) {
        const injected = app.get<MessagingProvider>(providerToken(name), { strict: false });
        assert.equal(registry.get(name), injected, `"${name}" must be one and the same provider.`);
      }
      await Promise.all(
        Array.from({ length: ROUNDS }, () => NAMES.map((name) => sendFrom(registry, name))).flat(),
      );
      assert.equal(server.requests.length, ROUNDS * NAMES.length);
      for (const request of server.requests) assertOwnKey(request, secrets);
    } finally {
      await app.close();
    }
  } finally {
    await server.close();
  }
}

function sendFrom(registry: ProviderRegistry, name: string): Promise<unknown> {
  const message = { ...ANY_MESSAGE, text: { body: name } };
  return registry.get(name).send(message, CONTEXT);
}

function assertOwnKey({ path, headers, body }: RecordedRequest, secrets: readonly string[]): void {
  const text = body.toString('utf8');
  const sender = NAMES.findIndex((name) => text.includes(name));
  assert.notEqual(sender, -1, `The text of the message did not arrive: ${text}`);
  const shown = path + JSON.stringify(headers) + text;
  secrets.forEach((secret, i) => {
    const rule =
      i === sender ? 'must carry its own key' : "must not carry the other instance's key";
    assert.equal(shown.includes(secret), i === sender, `A request of "${NAMES[sender]}" ${rule}.`);
  });
}
