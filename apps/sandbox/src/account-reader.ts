import type { GupshupAccount, KaleyraAccount, KaleyraNumber, SandboxAccounts } from './accounts.js';
import { Fields, isPhone } from './fields.js';

const ANY_AMOUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };

/** Drops the keys that were not given, so that an absent option is absent. */
const given = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;

/** Reads a Gupshup account; throws SandboxInputError naming the field. */
export const readGupshupAccount = (value: unknown, path: string): GupshupAccount => {
  const fields = new Fields(value, path);
  fields.optionalPhone('phone');
  const account: GupshupAccount = {
    appId: fields.string('appId'),
    token: fields.string('token'),
    phone: fields.optionalString('phone'),
    wabaId: fields.optionalString('wabaId'),
    phoneNumberId: fields.optionalString('phoneNumberId'),
    callbackBilling: fields.optionalBoolean('callbackBilling'),
    cloud: fields.optionalBoolean('cloud'),
    bsuid: fields.optionalBoolean('bsuid'),
    balance: fields.optionalInteger('balance', ANY_AMOUNT),
  };
  fields.done();
  return given(account);
};

const readNumber = (value: unknown, path: string): string | KaleyraNumber => {
  if (typeof value === 'string' && isPhone(value)) return value;
  const fields = new Fields(value, path);
  fields.phone('phone');
  const number: KaleyraNumber = {
    phone: fields.string('phone'),
    version: fields.optionalOneOf('version', ['v1', 'v2']),
    wabaId: fields.optionalString('wabaId'),
    phoneNumberId: fields.optionalString('phoneNumberId'),
  };
  fields.done();
  return given(number);
};

/** Reads a Kaleyra account; throws SandboxInputError naming the field. */
export const readKaleyraAccount = (value: unknown, path: string): KaleyraAccount => {
  const fields = new Fields(value, path);
  const account: KaleyraAccount = {
    sid: fields.string('sid'),
    apiKey: fields.string('apiKey'),
    phones: fields
      .array('phones')
      .map((phone, index) => readNumber(phone, fields.pathOf(`phones[${index}]`))),
    apiEnabled: fields.optionalBoolean('apiEnabled'),
    balance: fields.optionalInteger('balance', ANY_AMOUNT),
    successCode: fields.optionalOneOf('successCode', ['WA202', 'WA200']),
    messageIds: fields.optionalOneOf('messageIds', ['opaque', 'uuid']),
    strictRefs: fields.optionalBoolean('strictRefs'),
  };
  fields.done();
  return given(account);
};

/** Reads the accounts a sandbox begins with; throws SandboxInputError naming the field. */
export const readAccounts = ({
  gupshup = [],
  kaleyra = [],
}: Partial<SandboxAccounts>): SandboxAccounts => ({
  gupshup: gupshup.map((account, index) =>
    readGupshupAccount(account, `accounts.gupshup[${index}]`),
  ),
  kaleyra: kaleyra.map((account, index) =>
    readKaleyraAccount(account, `accounts.kaleyra[${index}]`),
  ),
});
