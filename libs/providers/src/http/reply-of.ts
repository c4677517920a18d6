import { asObject } from '../json.js';
import type { WireAnswer } from './exchange.js';
import { strikeOut } from './strike-out.js';
import type { JsonObject, VendorReply } from './vendor-reply.js';

/** An answer off the wire, read as JSON and without the secrets that the vendor may have echoed. */
export function replyOf(
  { status, headers, text: raw }: Pick<WireAnswer, 'status' | 'headers' | 'text'>,
  secrets: readonly string[],
): VendorReply {
  const text = strikeOut(raw, secrets);
  return { status, headers: headers as VendorReply['headers'], text, body: parseObject(text) };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    // RFC 8259 lets a reader skip the byte order mark that some write before it; JSON.parse does not.
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return asObject(value);
  } catch {
    return undefined;
  }
}
