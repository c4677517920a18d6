import type { AccountBook } from '../account-book.js';
import type { Provider } from '../accounts.js';
import { SandboxInputError } from '../input-error.js';
import type { CallbackRegistration } from './registration.js';
import { readRegistration, type CallbackDefaults } from './registration-reader.js';

/** A registration as it is shown: the values of its headers may be secrets. */
export type ShownRegistration = Omit<CallbackRegistration, 'headers'> & {
  readonly headers: readonly string[];
};

const show = ({ headers, ...rest }: CallbackRegistration): ShownRegistration => ({
  ...rest,
  headers: Object.keys(headers),
});

/** Who is called back. */
export class Registrations {
  #all: readonly CallbackRegistration[] = [];
  /** By provider and account: the look-up happens for every message. */
  #byAccount: ReadonlyMap<string, readonly CallbackRegistration[]> = new Map();
  #counter = 0;

  constructor(
    private readonly accounts: AccountBook,
    private readonly defaults: CallbackDefaults,
  ) {}

  /** Registers an address, in place of one it replaces; throws SandboxInputError naming the field that is wrong. */
  add(input: unknown): ShownRegistration {
    const read = readRegistration(input, this.defaults);
    this.#checkAccount(read);
    this.#counter += 1;
    const registration = { id: `callback-${this.#counter}`, ...read };
    this.#set([...this.#all.filter((former) => !replaces(read, former)), registration]);
    return show(registration);
  }

  /** Whoever asked for the callbacks of this number; a registration for one number outranks one for all. */
  of(provider: Provider, account: string, phone: string): readonly CallbackRegistration[] {
    const ofAccount = this.#byAccount.get(`${provider}/${account}`) ?? [];
    if (ofAccount.length === 0) return ofAccount;
    const ofNumber = ofAccount.filter((one) => one.phone === phone);
    return ofNumber.length > 0 ? ofNumber : ofAccount.filter((one) => one.phone === undefined);
  }

  find(id: string): CallbackRegistration | undefined {
    return this.#all.find((registration) => registration.id === id);
  }

  list(): ShownRegistration[] {
    return this.#all.map(show);
  }

  /** Removes one registration, or all of them; says whether there was any such. */
  remove(id?: string): boolean {
    const before = this.#all.length;
    this.#set(id === undefined ? [] : this.#all.filter((registration) => registration.id !== id));
    return this.#all.length < before;
  }

  #set(all: readonly CallbackRegistration[]): void {
    this.#all = all;
    const byAccount = new Map<string, CallbackRegistration[]>();
    for (const one of all) {
      const key = `${one.provider}/${one.account}`;
      const group = byAccount.get(key);
      if (group === undefined) byAccount.set(key, [one]);
      else group.push(one);
    }
    this.#byAccount = byAccount;
  }

  #checkAccount({ provider, account, phone }: Omit<CallbackRegistration, 'id'>): void {
    const known = this.accounts.idsOf(provider);
    if (!known.includes(account)) {
      throw new SandboxInputError(
        'account',
        `account "${account}" is not a ${provider} account of this sandbox; it has ${known.join(', ') || 'none'}.`,
      );
    }
    const numbers = provider === 'kaleyra' ? this.accounts.sid(account)?.numbers : undefined;
    if (phone !== undefined && numbers?.has(phone) !== true) {
      throw new SandboxInputError(
        'phone',
        `phone +${phone} is not a number of account "${account}".`,
      );
    }
  }
}

/** Gupshup keeps one subscription per address, Kaleyra one profile per number. */
const replaces = (next: Omit<CallbackRegistration, 'id'>, former: CallbackRegistration): boolean =>
  next.provider === former.provider &&
  next.account === former.account &&
  (next.provider === 'gupshup' ? next.url === former.url : next.phone === former.phone);
