import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ProviderError } from '../../provider-error.js';
import type { ConformanceCheck } from '../conformance-check.js';
import { outputOf } from '../output-recorder.js';
import { outcomeOf } from '../provider-error-of.js';
import type { ProviderHarness } from '../provider-harness.js';
import { ANY_MESSAGE, withRig, type Rig } from '../rig.js';
import { closedPort } from '../server/unreachable.js';
import type { Fault, Reply } from '../server/vendor-server.js';
import { refusalsOf } from './refusal.checks.js';

const MISHAPS: readonly (Reply | Fault)[] = [
  { status: 500, body: '<h1>Internal Server Error</h1>' },
  { status: 302, headers: { location: 'https://elsewhere.example.com/' } },
  { status: 200, body: '' },
  'reset-before-body',
  'close-after-body',
  'cut-answer',
  'not-http',
  'silence',
];
const TRANSPORT = { timeoutMs: 200, connectTimeoutMs: 100 };

/** Check 8: credentials and personal data stay where they belong. */
export function secretChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const refusals = refusalsOf(harness).map(([, reply]) => reply);
  return [
    {
      number: 8,
      promise: 'shows no secret, recipient or text in an error or in anything it prints',
      run: () =>
        keepsQuiet(harness, async (rig) => {
          for (const mishap of [harness.accepts('kit-id'), ...refusals, ...MISHAPS]) {
            await showsNothing(rig, mishap);
          }
        }),
    },
    {
      number: 8,
      promise: 'shows no secret where the vendor echoes the request headers',
      run: () => keepsQuiet(harness, (rig) => survivesAnEcho(rig, harness.accepts('kit-id'))),
    },
    {
      number: 8,
      promise: 'shows no secret where there is no connection',
      run: async () =>
        keepsQuiet(harness, (rig) => showsNothing(rig, 'silence'), await closedPort()),
    },
    {
      number: 8,
      promise: 'shows no secret when the provider itself is inspected',
      run: () =>
        withRig(harness, ({ provider, secret }) => {
          assertHides(shownBy(provider), secret, 'The provider');
          return Promise.resolve();
        }),
    },
  ];
}

async function keepsQuiet<O extends object>(
  harness: ProviderHarness<O>,
  use: (rig: Rig) => Promise<void>,
  baseUrl?: string,
): Promise<void> {
  let secret = '';
  const output = await outputOf(() =>
    withRig(
      harness,
      async (rig) => {
        secret = rig.secret;
        await use(rig);
      },
      { log: true, transport: TRANSPORT, ...(baseUrl ? { baseUrl } : {}) },
    ),
  );
  assertHides(output, secret, 'The output');
  assertHidesMessage(output, 'The output');
}

async function showsNothing({ server, send, secret }: Rig, behaviour: Reply | Fault) {
  server.will(behaviour);
  const when = typeof behaviour === 'string' ? behaviour : `an answer of ${behaviour.status}`;
  const outcome = await outcomeOf(() => send(), when);
  if (!(outcome instanceof Error)) return;
  assertHides(shownBy(outcome), secret, `The error after ${when}`);
  assertHidesMessage(shownBy(outcome), `The error after ${when}`);
}

// Vendors and proxies in front of them do quote a refused credential in their answer.
async function survivesAnEcho(rig: Rig, accepts: Reply): Promise<void> {
  rig.server.will(accepts);
  await rig.send();
  const carrying = Object.values(rig.server.requests[0]?.headers ?? {}).filter((value) =>
    value.includes(rig.secret),
  );
  const text = `Refused: ${carrying.join(' ')}`;
  const envelope = {
    status: 'error',
    code: text,
    message: text,
    error: { code: 1, message: text },
  };
  for (const status of [200, 400, 401, 500]) {
    for (const reply of [
      { status, json: envelope },
      { status, body: text },
    ]) {
      rig.server.will(reply);
      const outcome = await outcomeOf(() => rig.send(), `an echo with ${status}`);
      assertHides(shownBy(outcome), rig.secret, `The outcome of an echo with ${status}`);
    }
  }
}

/** Everything that a careless log line could print of a value. */
function shownBy(value: object): string {
  const error = value as Partial<ProviderError>;
  return [
    inspect(value, { depth: 10, showHidden: true, getters: true }),
    JSON.stringify(value),
    error.message,
    error.stack,
    inspect(error.cause, { depth: 10, showHidden: true }),
  ].join('\n');
}

function assertHides(text: string, secret: string, what: string): void {
  const forms = [secret, Buffer.from(secret).toString('base64').slice(0, -2)];
  const shown = forms.some((form) => text.includes(form));
  assert.ok(!shown, `${what} shows a secret: ${text.replaceAll(secret, '<secret>')}`);
}

function assertHidesMessage(text: string, what: string): void {
  const { to = '', text: content } = ANY_MESSAGE as { to?: string; text?: { body: string } };
  const personal = [to.replace(/\D/g, ''), content?.body ?? ''].filter(Boolean);
  for (const part of personal) {
    assert.ok(!text.includes(part), `${what} shows the recipient or the text: ${text}`);
  }
}
