import type { Sandbox } from 'waypost/sandbox';

/** An entry as a senders file has them. */
export interface DemoSender {
  readonly id: string;
  readonly provider: string;
  readonly phone: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What every account of the sandbox has, one way or the other: a number. The rest of it is its credentials. */
interface Account {
  readonly phone?: string;
  readonly phones?: readonly (string | { readonly phone: string })[];
}

/**
 * One sender per vendor that the sandbox stands in for, on its first account. An account is told by the very
 * options that the vendor's provider takes, so nothing has to be known here of any vendor.
 */
export function demoSenders(sandbox: Pick<Sandbox, 'accounts' | 'url'>): DemoSender[] {
  const accounts: Readonly<Record<string, readonly Account[]>> = { ...sandbox.accounts };
  return Object.entries(accounts).flatMap(([provider, [account = {}]]) => {
    const { phone, phones: [first] = [], ...credentials } = account;
    const number = phone ?? (typeof first === 'object' ? first.phone : first);
    const options = { ...credentials, baseUrl: sandbox.url };
    return number === undefined
      ? []
      : [{ id: `sandbox-${provider}`, provider, phone: number, options }];
  });
}
