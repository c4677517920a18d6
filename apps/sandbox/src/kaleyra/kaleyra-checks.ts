import type { AccountBook, BusinessNumber, KaleyraSid } from '../account-book.js';
import { digitsOf, isJson, isPhone, type Json } from '../fields.js';
import { categoryOf, isReceipt, messageFlaw } from '../meta/message-shape.js';
import type { Failure, Refusal, Submission, VendorRequest } from '../vendor.js';
import { NOT_SENT } from './not-sent-reasons.js';

const LONGEST_REF = 255;

/** What callbacks repeat of `extra_info`; the references are the caller's, the switches are told as they were set. */
const ECHOED = [
  'ref',
  'ref1',
  'ref2',
  'enable_url_tracking_body',
  'enable_url_tracking_button',
] as const;

const MISSING: Failure = {
  status: 'not sent',
  shape: 'vendor',
  reason: NOT_SENT['missing-to-or-type'].reason,
};

interface Envelope {
  readonly message: Json;
  readonly extra: Json;
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
};

/** The two parts of a request body, or what is wrong with them. `extra_info` counts beside `messaging_object` only. */
const envelopeOf = ({ headers, body }: VendorRequest): Envelope | string => {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    return 'the content type must be application/json';
  }
  const value = parsed(body);
  if (!isJson(value)) return 'the body is not a JSON object';
  const { messaging_object: message, extra_info: extra = {} } = value;
  if (!isJson(message)) return 'messaging_object is missing';
  return isJson(extra) ? { message, extra } : 'extra_info must be an object';
};

const accessTo = (
  accounts: AccountBook,
  { params, headers }: VendorRequest,
): Refusal | (KaleyraSid & { readonly number: BusinessNumber }) => {
  const sid = accounts.sid(params.sid ?? '');
  if (sid === undefined || headers['api-key'] !== sid.account.apiKey) {
    return { refused: 'RBC001', because: 'the SID or the api-key is missing or unknown' };
  }
  const number = sid.numbers.get(digitsOf(params.phone ?? ''));
  if (number === undefined) {
    return { refused: 'WA401', because: 'the number in the path is not one of the account' };
  }
  if (number.version === 'v1') {
    return { refused: 'WA-401-version', because: 'the number is on version 1' };
  }
  return sid.account.apiEnabled === false
    ? { refused: 'WA-401-account', because: 'the account has no API' }
    : { ...sid, number };
};

const extraFlaw = (extra: Json, strict: boolean): string | undefined => {
  for (const name of ['ref', 'ref1', 'ref2']) {
    const value = extra[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') return `extra_info.${name} must be a text`;
    if (strict && value.length > LONGEST_REF) return `extra_info.${name} is longer than 255`;
  }
  return undefined;
};

const echoOf = (extra: Json): Json =>
  Object.fromEntries(ECHOED.filter((name) => name in extra).map((name) => [name, extra[name]]));

/** Meta takes a message without a type for a text; one with neither is accepted here and reported as not sent. */
const typeOf = (message: Json): string | undefined => {
  if (typeof message.type === 'string') return message.type;
  return isJson(message.text) ? 'text' : undefined;
};

const flawOf = ({ message, extra }: Envelope, type: string | undefined, strict: boolean) => {
  const { to } = message;
  if (to !== undefined && !(typeof to === 'string' && isPhone(to)))
    return 'to must be a phone number';
  if (message.messaging_product !== 'whatsapp') return 'messaging_product must be "whatsapp"';
  const content = type === undefined ? undefined : messageFlaw(message, type);
  return content ?? extraFlaw(extra, strict);
};

/**
 * Kaleyra's own checks. The order is not documented: key and SID, number, version and account, payload, balance.
 * https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages (November 2026)
 */
export const checkKaleyra = (
  accounts: AccountBook,
  request: VendorRequest,
): Refusal | Submission => {
  const envelope = envelopeOf(request);
  const message = typeof envelope === 'string' ? {} : envelope.message;
  const receipt = isReceipt(message);
  const type = receipt ? 'read' : typeOf(message);
  const input = typeof message.to === 'string' ? message.to : '';
  const seen = { to: digitsOf(input), ...(type === undefined ? {} : { type }) };
  const access = accessTo(accounts, request);
  if ('refused' in access) return { ...access, ...seen };
  if (typeof envelope === 'string') return { refused: 'WA400', because: envelope };
  const strict = access.account.strictRefs === true;
  const flaw = flawOf(envelope, receipt ? undefined : type, strict);
  if (flaw !== undefined) return { refused: 'WA400', because: flaw, ...seen };
  if (access.wallet.empty) return { refused: 'E110', because: 'the balance is used up', ...seen };
  const incomplete = !receipt && (input === '' || type === undefined);
  return {
    account: access.account.sid,
    number: access.number,
    to: seen.to,
    type: type ?? '',
    input,
    category: categoryOf(type ?? ''),
    echo: echoOf(envelope.extra),
    ...(receipt ? { receipt } : {}),
    ...(incomplete ? { fate: MISSING } : {}),
  };
};
