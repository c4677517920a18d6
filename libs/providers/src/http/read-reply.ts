import type { ErrorCode } from 'waypost/messages';
import { ProviderError } from '../provider-error.js';
import type { Accepted } from '../provider.js';
import { readRetryAfter } from './retry-after.js';
import type { Refusal, ReplyReader, VendorReply } from './vendor-reply.js';

const MAX_VENDOR_TEXT = 300;

/**
 * Judges an answer, the same way for every vendor: a 2xx with a JSON object and no refusal in it is an
 * acceptance, with or without an id; a refusal that the dictionary lists was not sent; a 4xx was refused by its
 * status, and where nothing is found that speaks JSON, the operator is asked; whatever else came may have been sent.
 * @throws ProviderError
 */
export function readReply(reply: VendorReply, reader: ReplyReader): Accepted {
  const refusal = reply.body && reader.refusal(reply.body, reply.status);
  if (refusal) throw refused(reply, refusal);
  if (isNotFound(reply)) throw wrongAddress(reply);
  if (!isSuccess(reply.status)) throw refused(reply, {});
  if (!reply.body) {
    throw new ProviderError(
      `The vendor answered ${reply.status} with something other than a JSON object. It may have been sent.`,
      { code: 'unrecognized', mayHaveBeenSent: true, vendor: { status: reply.status } },
    );
  }
  const providerMessageId = reader.messageId(reply.body);
  return providerMessageId === undefined
    ? { raw: reply.body }
    : { providerMessageId, raw: reply.body };
}

function refused(reply: VendorReply, refusal: Refusal): ProviderError {
  const { entry } = refusal;
  const { status } = reply;
  const text = refusal.message?.slice(0, MAX_VENDOR_TEXT);
  const said = text ? `: ${text}` : '';
  return new ProviderError(`The vendor answered ${status}${said}`, {
    code: entry?.code ?? codeOfStatus(status),
    mayHaveBeenSent: entry === undefined && !isRefusal(status),
    retryAfter: retryAfterOf(reply),
    scope: entry ? entry.scope : scopeOfStatus(status),
    entry,
    vendor: { status, code: refusal.code, message: text },
  });
}

// What knows the API answers in JSON, whatever it has not found.
function isNotFound({ status, body }: VendorReply): boolean {
  return !body && (status === 404 || status === 405);
}

function wrongAddress({ status }: VendorReply): ProviderError {
  return new ProviderError(
    `Something answered ${status} that is not the vendor's API: the address in the options of the sender is wrong.`,
    { code: 'unauthorized', mayHaveBeenSent: false, scope: 'sender', vendor: { status } },
  );
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

// 408 says that the vendor, or something in front of it, gave up on the connection, not on the message.
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 408 || status === 504) return 'timeout';
  return status >= 500 ? 'unavailable' : 'unrecognized';
}

function scopeOfStatus(status: number): 'sender' | undefined {
  return status === 429 || status === 401 || status === 403 ? 'sender' : undefined;
}

// In whole seconds, as `ProviderError` has it. A time that is over asks for nothing: the dictionary's pause goes first.
function retryAfterOf({ headers }: VendorReply): number | undefined {
  const ms = readRetryAfter(headers['retry-after']);
  return ms ? Math.ceil(ms / 1_000) : undefined;
}
