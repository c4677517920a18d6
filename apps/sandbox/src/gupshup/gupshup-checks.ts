import type { AccountBook, GupshupApp } from '../account-book.js';
import { digitsOf, type Json } from '../fields.js';
import { categoryOf, messageFlaw, recipientFlaw } from '../meta/message-shape.js';
import type { Failure, Refusal, Submission, VendorRequest } from '../vendor.js';
import { gupshupBody } from './gupshup-body.js';
import { gupshupReason } from './gupshup-codes.js';

const WALLET_LOW: Failure = {
  status: 'failed',
  shape: 'vendor',
  code: 1003,
  reason: gupshupReason(1003),
};

/** The token of a request: `Authorization` raw or as Bearer, or the `token` header; the docs show all three. */
const tokenOf = (headers: VendorRequest['headers']): string | undefined => {
  const authorization = headers.authorization?.replace(/^Bearer\s+/i, '');
  const token = headers.token;
  return authorization ?? (Array.isArray(token) ? token[0] : token);
};

const setUpRefusal = ({ account }: GupshupApp): Refusal | undefined => {
  if (account.cloud === false) {
    return { refused: 'app-not-on-cloud', because: 'the app is not on the Cloud API' };
  }
  return account.callbackBilling === false
    ? { refused: 'callback-billing-disabled', because: 'the app has no Callback Billing' }
    : undefined;
};

/** A refusal of the token or of the app. */
type AccessRefusal = Refusal & {
  readonly refused: 'authentication-failed' | 'invalid-app-details' | 'unauthorised-access';
};

/** The app that a request is about, if its token may speak for it. */
export const appFor = (
  accounts: AccountBook,
  appId: string,
  headers: VendorRequest['headers'],
): AccessRefusal | GupshupApp => {
  const token = tokenOf(headers);
  if (token === undefined || !accounts.knowsToken(token)) {
    return { refused: 'authentication-failed', because: 'the token is missing or unknown' };
  }
  const app = accounts.app(appId);
  if (app === undefined) return { refused: 'invalid-app-details', because: 'there is no such app' };
  return app.account.token === token
    ? app
    : { refused: 'unauthorised-access', because: 'the token belongs to another app' };
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** What the log shows of a message, right or wrong. */
const seenIn = (message: Json | undefined): Pick<Refusal, 'to' | 'type'> => {
  const to = textOf(message?.to);
  const type = textOf(message?.type);
  return {
    ...(to === undefined ? {} : { to: digitsOf(to) }),
    ...(type === undefined ? {} : { type }),
  };
};

const submissionOf = (message: Json, app: GupshupApp): Refusal | Submission => {
  const refuse = (because: string): Refusal => ({ refused: 'invalid-json-payload', because });
  const type = textOf(message.type);
  if (type === undefined) return refuse('type is missing');
  // Beside `to`, and where the app has no business-scoped user ids, `recipient` is ignored.
  const scoped =
    message.to === undefined && app.account.bsuid === true ? textOf(message.recipient) : undefined;
  const flaw =
    (scoped === undefined ? recipientFlaw(message.to) : undefined) ?? messageFlaw(message, type);
  if (flaw !== undefined) return refuse(flaw);
  const input = scoped ?? textOf(message.to) ?? '';
  return {
    account: app.account.appId,
    number: app.number,
    to: scoped ?? digitsOf(input),
    type,
    input,
    category: categoryOf(type),
    echo: {},
    ...(app.wallet.empty ? { fate: WALLET_LOW } : {}),
  };
};

/**
 * Gupshup's own checks: token, app, payload. Only one refusal of a wrong payload is documented, so every flaw gets it.
 * https://partner-docs.gupshup.io/reference/post_partner-app-appid-v3-video-message (November 2026)
 */
export const checkGupshup = (
  accounts: AccountBook,
  request: VendorRequest,
): Refusal | Submission => {
  const message = gupshupBody(request.headers['content-type'], request.body);
  const app = appFor(accounts, request.params.appId ?? '', request.headers);
  if ('refused' in app) return { ...app, ...seenIn(message) };
  const refused = setUpRefusal(app);
  if (refused) return { ...refused, ...seenIn(message) };
  if (message === undefined) {
    return { refused: 'invalid-json-payload', because: 'the body is not a JSON object' };
  }
  const checked = submissionOf(message, app);
  return 'refused' in checked ? { ...checked, ...seenIn(message) } : checked;
};
