import { findError, type ErrorEntry } from 'waypost/messages';
import type { JsonObject, Refusal, ReplyReader } from '../http/vendor-reply.js';
import { asObject, asText, isStated } from '../json.js';
import type { KaleyraAnswer } from './kaleyra.wire.js';

/** A bare number of three digits is an HTTP status by habit (`"code": 200`), and no code of Meta's; nor are smaller ones. */
const HTTP_STATUS = /^\d{1,3}$/;
const SUCCESS_CODE = /^WA20\d$/;

/**
 * How Kaleyra's answers are read. The page of the message says that success is `WA202`, the page of the codes says
 * `WA200`; so an id in `data` counts, or either code, and `error: {}` never counts as an error. Without an id, any other
 * error or code in a 2xx is one that nobody has documented.
 * @see https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages
 * @see https://developers.kaleyra.io/docs/whatsapp-api-v2-error-codes-for-send-message
 */
export const kaleyraReply: ReplyReader = {
  refusal(body: JsonObject, status) {
    const isSuccess = status >= 200 && status < 300;
    const isAccepted = messageId(body) !== undefined || hasSuccessCode(body) || !statesError(body);
    return isSuccess && isAccepted ? undefined : readRefusal(body);
  },
  messageId,
};

function messageId({ data }: KaleyraAnswer): string | undefined {
  return asText(asObject(data)?.message_id);
}

function hasSuccessCode({ code }: KaleyraAnswer): boolean {
  return typeof code === 'string' && SUCCESS_CODE.test(code);
}

function readRefusal(body: KaleyraAnswer): Refusal {
  const error = asObject(body.error);
  const metaCode = asText(error?.code);
  if (error && metaCode !== undefined) {
    const message = asText(error.message) ?? asText(body.message);
    return { code: metaCode, message, entry: documented(metaCode, asText(error.error_subcode)) };
  }
  const code = asText(body.code);
  const [key, said] = error ? (Object.entries(error)[0] ?? []) : [undefined, body.error];
  const message = asText(body.message) ?? asText(said);
  return { code, message, entry: isCode(code) ? documented(code, key) : undefined };
}

// `WA-401` means two things, which only the key of its error tells apart; so does Meta's `100` by its subcode.
function documented(code: string, detail: string | undefined): ErrorEntry | undefined {
  const exact = detail === undefined ? undefined : findError('kaleyra', `${code}/${detail}`);
  return exact ?? findError('kaleyra', code);
}

function statesError({ error, code }: KaleyraAnswer): boolean {
  return isStated(error) || isCode(asText(code));
}

function isCode(code: string | undefined): code is string {
  return code !== undefined && !HTTP_STATUS.test(code);
}
