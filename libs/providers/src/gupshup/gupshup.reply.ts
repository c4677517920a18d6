import { findError, type ErrorEntry } from 'waypost/messages';
import type { Refusal, ReplyReader } from '../http/vendor-reply.js';
import { asList, asObject, asText, isStated } from '../json.js';
import type { GupshupAnswer, GupshupMetaError } from './gupshup.wire.js';

const HTTP_FAILURE = /^[45]\d\d$/;
/** How Meta begins the text of an error, which Gupshup may hand on without the rest of it. */
const META_CODE = /^\(#(\d+)\)/;

/**
 * How Gupshup's answers are read. Its own refusals have a text and mostly no code, so the text is the key; Meta's
 * may come through in Meta's envelope. Either may stand inside a 2xx.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 */
export const gupshupReply: ReplyReader = {
  refusal(body: GupshupAnswer, status) {
    const error = asObject(body.error);
    if (error && isStated(error)) return readMeta(error);
    const isError = asText(body.status)?.toLowerCase() === 'error' || isStated(body.error);
    const isAccepted = status >= 200 && status < 300 && !isError;
    return isAccepted ? undefined : readOwn(body);
  },
  messageId: ({ messages }: GupshupAnswer) => asText(asObject(asList(messages)[0])?.id),
};

function readOwn(body: GupshupAnswer): Refusal {
  const message = asText(body.message) ?? asText(body.reason) ?? asText(body.error);
  const code = asText(body.code) ?? META_CODE.exec(message ?? '')?.[1];
  return { code, message, entry: ownEntry(code) ?? ownEntry(message) };
}

function readMeta(error: GupshupMetaError): Refusal {
  const code = asText(error.code);
  const subcode = asText(error.error_subcode);
  const entry = code && subcode ? findError('meta', `${code}/${subcode}`) : undefined;
  const general = code === undefined ? undefined : findError('meta', code);
  return { code, message: asText(error.message), entry: entry ?? general };
}

// An HTTP status in the place of a code is the word of a proxy, though callbacks have codes like it; and after 4002
// nobody knows whether WhatsApp took the message. Neither is a refusal.
function ownEntry(key: string | undefined): ErrorEntry | undefined {
  if (key === undefined || HTTP_FAILURE.test(key)) return undefined;
  const entry = findError('gupshup', key);
  return entry?.code === 'unrecognized' ? undefined : entry;
}
