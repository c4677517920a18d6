import type {
  GupshupAccount,
  KaleyraAccount,
  KaleyraNumber,
  Provider,
  SandboxAccounts,
} from './accounts.js';
import { digitsOf } from './fields.js';

/** A business number with every default filled in; `digits` is the number without `+`. */
export interface BusinessNumber {
  readonly digits: string;
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly version: 'v1' | 'v2';
}

/** Whether an account still pays for a message; `charge` takes one. */
class Wallet {
  #left: number;

  constructor(balance = Number.POSITIVE_INFINITY) {
    this.#left = balance;
  }

  get empty(): boolean {
    return this.#left < 1;
  }

  charge(): void {
    this.#left -= 1;
  }
}

/** A Gupshup app as the stand-in uses it. */
export interface GupshupApp {
  readonly account: GupshupAccount;
  readonly number: BusinessNumber;
  readonly wallet: Wallet;
}

/** A Kaleyra SID as the stand-in uses it; its numbers are found by their digits. */
export interface KaleyraSid {
  readonly account: KaleyraAccount;
  readonly numbers: ReadonlyMap<string, BusinessNumber>;
  readonly wallet: Wallet;
}

const kaleyraNumber = (entry: string | KaleyraNumber): BusinessNumber => {
  const number: KaleyraNumber = typeof entry === 'string' ? { phone: entry } : entry;
  return {
    digits: digitsOf(number.phone),
    wabaId: number.wabaId ?? '333333333333333',
    phoneNumberId: number.phoneNumberId ?? '444444444444444',
    version: number.version ?? 'v2',
  };
};

/** The accounts of one sandbox. An account added under an id that exists replaces it, wallet included. */
export class AccountBook {
  readonly #apps = new Map<string, GupshupApp>();
  readonly #sids = new Map<string, KaleyraSid>();
  readonly #tokens = new Map<string, number>();

  constructor(accounts: Partial<SandboxAccounts>) {
    accounts.gupshup?.forEach((account) => this.addGupshup(account));
    accounts.kaleyra?.forEach((account) => this.addKaleyra(account));
  }

  addGupshup(account: GupshupAccount): void {
    const former = this.#apps.get(account.appId)?.account.token;
    if (former !== undefined) this.#countToken(former, -1);
    this.#countToken(account.token, 1);
    const number: BusinessNumber = {
      digits: digitsOf(account.phone ?? '+919876500001'),
      wabaId: account.wabaId ?? '111111111111111',
      phoneNumberId: account.phoneNumberId ?? '222222222222222',
      version: 'v2',
    };
    this.#apps.set(account.appId, { account, number, wallet: new Wallet(account.balance) });
  }

  addKaleyra(account: KaleyraAccount): void {
    const numbers = account.phones.map(kaleyraNumber);
    this.#sids.set(account.sid, {
      account,
      numbers: new Map(numbers.map((number) => [number.digits, number])),
      wallet: new Wallet(account.balance),
    });
  }

  app(appId: string): GupshupApp | undefined {
    return this.#apps.get(appId);
  }

  sid(sid: string): KaleyraSid | undefined {
    return this.#sids.get(sid);
  }

  /** Whether any app has this token: a token of another app is refused otherwise than an unknown one. */
  knowsToken(token: string): boolean {
    return this.#tokens.has(token);
  }

  /** The ids of a provider's accounts. */
  idsOf(provider: Provider): readonly string[] {
    return [...(provider === 'gupshup' ? this.#apps : this.#sids).keys()];
  }

  list(): SandboxAccounts {
    return {
      gupshup: [...this.#apps.values()].map(({ account }) => account),
      kaleyra: [...this.#sids.values()].map(({ account }) => account),
    };
  }

  #countToken(token: string, change: number): void {
    const count = (this.#tokens.get(token) ?? 0) + change;
    if (count > 0) this.#tokens.set(token, count);
    else this.#tokens.delete(token);
  }
}
