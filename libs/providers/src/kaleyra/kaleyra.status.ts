import { findError } from 'waypost/messages';
import type { CallbackItem, DeliveryStatus, Failure } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { itemId } from '../item-id.js';
import { asText } from '../json.js';
import { ignoredItem } from '../meta/items.js';
import { isIdentified } from '../meta/message-ids.js';
import { idsOf } from './kaleyra.ids.js';
import type { KaleyraCallback, KaleyraStatusVariables } from './kaleyra.wire.js';

const SUBMIT_FAILURE = 'submit failure';

/**
 * Kaleyra's own statuses. "Not sent" is spelled in three ways on three pages, so the spelling is levelled first; `0`
 * is version 1's word for failed; "submit" is the handing-over to Meta.
 * @see https://developers.kaleyra.io/docs/whatsapp-status
 * @see https://developers.kaleyra.io/docs/whatsapp-callback-url
 */
const STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['submit success', 'accepted'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
  ['failed', 'failed'],
  ['0', 'failed'],
  ['not sent', 'failed'],
  [SUBMIT_FAILURE, 'failed'],
]);

const RECEIPT = /typing indicator|read receipt/i;

/**
 * A status in which Kaleyra itself speaks: without an object of Meta's, a time and a recipient. Undefined where it is
 * not known, or names no message.
 */
export function readOwnStatus(
  callback: KaleyraCallback & KaleyraStatusVariables & JsonObject,
  raw: unknown,
): CallbackItem | undefined {
  const word = level(callback.status);
  if (word.includes('success') && isAboutReceipt(callback)) {
    return ignoredItem('read-receipt', { raw });
  }
  const status = STATUSES.get(word);
  const ids = idsOf(callback);
  if (!status || !isIdentified(ids)) return undefined;
  const failure = status === 'failed' ? readOwnFailure(callback) : undefined;
  return {
    kind: 'status',
    // There is no time to tell a repetition by, and none is needed: each of these happens to a message once.
    id: itemId('status', word, failure?.vendor.code, ids.reference, ...ids.providerIds),
    status,
    ids,
    ...(failure ? { failure } : {}),
    raw,
  };
}

/** Kaleyra's words for a failure. Most of its reasons have no code; then the dictionary knows them by their text. */
export function readOwnFailure({ status, ...callback }: KaleyraCallback): Failure {
  const code = asText(callback.code);
  const message = asText(callback.reason);
  const word = level(status);
  // Of the statuses only this one is a reason too; `0` in particular is none, though Meta has a code 0.
  const keys = [code, message, word === SUBMIT_FAILURE ? word : undefined];
  const entry = keys
    .filter((key) => key !== undefined)
    .map((key) => findError('kaleyra', key))
    .find((found) => found !== undefined);
  return {
    code: entry?.code ?? 'unrecognized',
    ...(entry ? { entry } : {}),
    vendor: {
      ...(code === undefined ? {} : { code }),
      ...(message === undefined ? {} : { message }),
    },
  };
}

function isAboutReceipt({ status, reason, message }: JsonObject): boolean {
  return [status, reason, message].some((text) => RECEIPT.test(asText(text) ?? ''));
}

function level(status: unknown): string {
  const text = asText(status) ?? '';
  return text
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .trim();
}
