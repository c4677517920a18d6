import assert from 'node:assert/strict';
import type { ConformanceCheck } from '../conformance-check.js';
import { assertMayHaveBeenSent, outcomeOf, providerErrorOf } from '../provider-error-of.js';
import type { ProviderHarness } from '../provider-harness.js';
import { withRig, type Rig, type RigOptions } from '../rig.js';
import { closedPort, deafPort } from '../server/unreachable.js';
import type { Fault, Reply } from '../server/vendor-server.js';

const BROKEN: readonly Fault[] = [
  'reset-before-body',
  'reset-after-body',
  'close-after-body',
  'not-http',
  'cut-answer',
];
const UNANSWERED: readonly Fault[] = ['silence', 'stalled-answer'];
const SHORT = { timeoutMs: 200, connectTimeoutMs: 100 };
const LONG = { timeoutMs: 60_000, connectTimeoutMs: 60_000 };

/** Answers that tempt an HTTP client to ask again. */
const TEMPTING: readonly Reply[] = [
  { status: 301, headers: { location: '/elsewhere' } },
  { status: 307, headers: { location: '/elsewhere' } },
  { status: 308, headers: { location: '/elsewhere' } },
  { status: 401, headers: { 'www-authenticate': 'Basic realm="kit"' } },
  { status: 408, headers: { connection: 'close' } },
  { status: 425 },
  { status: 429, headers: { 'retry-after': '0' } },
  { status: 500 },
  { status: 502 },
  { status: 503, headers: { 'retry-after': '0' } },
  { status: 504 },
];

/** Checks 6 and 7: connections that fail, and exactly one request whatever happens. */
export function transportChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const check = (
    number: number,
    promise: string,
    use: (rig: Rig) => Promise<void>,
    options?: RigOptions,
  ): ConformanceCheck => ({ number, promise, run: () => withRig(harness, use, options) });
  return [
    ...unreachableChecks(harness),
    check(6, 'knows that nothing was sent when it was aborted before dispatch', abortsBefore),
    ...BROKEN.map((fault) =>
      check(6, `knows that it may have been sent after ${fault}`, (rig) => breaks(rig, fault)),
    ),
    ...UNANSWERED.map((fault) =>
      check(
        6,
        `ends with "timeout", may have been sent, after ${fault}`,
        (rig) => timesOut(rig, fault),
        { transport: { timeoutMs: SHORT.timeoutMs } },
      ),
    ),
    check(6, 'stops waiting for the answer when it is aborted', abortsAfter, { transport: LONG }),
    check(6, 'waits for a slow answer', async ({ server, send }) => {
      server.will({ ...harness.accepts('kit-id'), delayMs: 150 });
      assert.equal((await send()).providerMessageId, 'kit-id');
    }),
    check(7, 'makes one request, whatever is answered', async (rig) => {
      for (const reply of [harness.accepts('kit-id'), ...TEMPTING]) await asksOnce(rig, reply);
    }),
    check(7, 'makes one request, whatever becomes of the connection', async (rig) => {
      for (const fault of BROKEN) await asksOnce(rig, fault);
    }),
    check(7, 'makes one request at most on a connection that the vendor has closed', (rig) =>
      asksOnceOnStaleConnection(rig, harness.accepts('kit-id')),
    ),
  ];
}

/** Where the connection does not come about, not a byte of the request is written. */
function unreachableChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const check = (how: string, baseUrl: (rig: Rig) => Promise<string>): ConformanceCheck => ({
    number: 6,
    promise: `knows that nothing was sent when ${how}`,
    run: () =>
      withRig(harness, async (rig) => {
        const options = { baseUrl: await baseUrl(rig), transport: SHORT };
        await withRig(harness, ({ send }) => isUnsent(send, how), options);
        assert.equal(rig.server.received, 0);
      }),
  });
  return [
    check('the connection is refused', closedPort),
    check('the host name cannot be resolved', () =>
      Promise.resolve('http://vendor.waypost.invalid'),
    ),
    check('the TLS handshake fails', ({ server }) =>
      Promise.resolve(server.url.replace('http:', 'https:')),
    ),
    {
      number: 6,
      promise: 'knows that nothing was sent when the connection is not answered in time',
      run: () => isUnsentToDeafPort(harness),
    },
  ];
}

async function isUnsent(send: Rig['send'], how: string): Promise<void> {
  const error = await providerErrorOf(() => send(), how);
  assertMayHaveBeenSent(error, false, how);
}

async function isUnsentToDeafPort<O extends object>(harness: ProviderHarness<O>): Promise<void> {
  const port = await deafPort();
  try {
    const transport = { ...LONG, connectTimeoutMs: SHORT.connectTimeoutMs };
    await withRig(harness, ({ send }) => isUnsent(send, 'a connect timeout'), {
      baseUrl: port.url,
      transport,
    });
  } finally {
    await port.close();
  }
}

async function breaks({ server, send }: Rig, fault: Fault): Promise<void> {
  server.will(fault);
  assertMayHaveBeenSent(await providerErrorOf(() => send(), fault), true, fault);
}

async function timesOut({ server, send }: Rig, fault: Fault): Promise<void> {
  server.will(fault);
  const error = await providerErrorOf(() => send(), fault);
  assert.equal(error.code, 'timeout', fault);
  assertMayHaveBeenSent(error, true, fault);
  assert.equal(server.received, 1);
}

async function abortsBefore({ server, send }: Rig): Promise<void> {
  const when = 'an abort before dispatch';
  const error = await providerErrorOf(() => send(undefined, AbortSignal.abort()), when);
  assertMayHaveBeenSent(error, false, when);
  assert.equal(server.received, 0, 'An aborted send must not reach the vendor.');
}

async function abortsAfter({ server, send }: Rig): Promise<void> {
  server.will('silence');
  const when = 'an abort after dispatch';
  const abort = new AbortController();
  const failure = providerErrorOf(() => send(undefined, abort.signal), when);
  await Promise.race([server.arrival(), failure]);
  abort.abort();
  assertMayHaveBeenSent(await failure, true, when);
}

async function asksOnce({ server, send }: Rig, behaviour: Reply | Fault): Promise<void> {
  const when = typeof behaviour === 'string' ? behaviour : `an answer of ${behaviour.status}`;
  server.will(behaviour);
  await outcomeOf(() => send(), when);
  assert.equal(server.received, 1, `After ${when}, ${server.received} requests had been made.`);
}

async function asksOnceOnStaleConnection({ server, send }: Rig, reply: Reply): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    server.will({ ...reply, thenClose: true });
    await outcomeOf(() => send(), 'a connection that the vendor has closed');
    assert.ok(server.received <= 1, `${server.received} requests had been made.`);
  }
}
