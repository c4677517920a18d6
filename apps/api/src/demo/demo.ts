import { createSandbox, DEFAULT_ACCOUNTS, type CallbackInput, type Sandbox } from 'waypost/sandbox';
import { BootError } from '../boot-error.js';
import type { Environment } from '../environment.js';
import { keepKey } from '../key-file.js';
import type { OpenGateway } from '../open-gateway.js';
import { systemCode } from '../system-code.js';
import { demoSenders, type DemoSender } from './demo-senders.js';

const SANDBOX_PORT = 3100;

/** The sandbox's own accounts; Gupshup's takes business-scoped user ids, for the API's examples have one. */
const ACCOUNTS = {
  ...DEFAULT_ACCOUNTS,
  gupshup: DEFAULT_ACCOUNTS.gupshup.map((app) => ({ ...app, bsuid: true })),
};

/** How a vendor is to call a gateway back. */
type CalledBack = Pick<OpenGateway, 'callbackUrl' | 'callbackHeaders'>;

/** The demo: a sandbox that runs beside the gateway, senders that lead to it, and a key to try them with. */
export interface Demo {
  readonly senders: readonly DemoSender[];
  /** The API key, the same at every start. */
  readonly key: string;
  /** Where the sandbox answers. */
  readonly sandboxUrl: string;
  /** Has the sandbox call the senders back. */
  connect(gateway: CalledBack): void;
  /** Stops the sandbox. */
  close(): Promise<void>;
}

/**
 * Starts the demo.
 * @throws BootError where it would be reachable from outside, or under `NODE_ENV=production`
 */
export async function startDemo(environment: Environment): Promise<Demo> {
  refuseOutsideOfDevelopment(environment);
  const { text: key } = keepKey(environment.DATA_DIR, 'demo-key');
  const sandbox = await openSandbox();
  const senders = demoSenders({ accounts: DEFAULT_ACCOUNTS, url: sandbox.url });
  return {
    senders,
    key,
    sandboxUrl: sandbox.url,
    connect: (gateway) => connect(sandbox, senders, gateway),
    close: () => sandbox.close(),
  };
}

function connect(sandbox: Sandbox, senders: readonly DemoSender[], gateway: CalledBack): void {
  for (const { id, provider, options } of senders) {
    const account = options.appId ?? options.sid;
    // A vendor remembers what it was told before a restart; the sandbox does not.
    const [url, headers] = [gateway.callbackUrl(id), gateway.callbackHeaders(id)];
    sandbox.addCallback({ provider, account, url, headers } as CallbackInput);
  }
}

function refuseOutsideOfDevelopment({ NODE_ENV, HOST }: Environment): void {
  if (NODE_ENV === 'production') {
    throw new BootError(
      'No sender is configured, and demo mode is refused under NODE_ENV=production: set SENDERS_FILE, or use "npm run start:prod".',
    );
  }
  if (!isLoopback(HOST)) {
    throw new BootError(
      'No sender is configured, and demo mode listens on loopback only: set SENDERS_FILE, or HOST=127.0.0.1.',
    );
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

async function openSandbox(): ReturnType<typeof createSandbox> {
  try {
    return await createSandbox({ port: SANDBOX_PORT, accounts: ACCOUNTS });
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    return createSandbox({ port: 0, accounts: ACCOUNTS });
  }
}
