import { findError } from 'waypost/messages';
import type { JsonObject, ReplyReader } from '../http/vendor-reply.js';
import { asObject, asText } from '../json.js';
import type { MemoryAnswer, MemoryError } from './memory.wire.js';

/** How the answers of the memory protocol are read. */
export const memoryReply: ReplyReader = {
  refusal(body: JsonObject) {
    const error = asObject((body as MemoryAnswer).error);
    return error && readMemoryError(error);
  },
  messageId: ({ id }: MemoryAnswer) => asText(id),
};

/** The same object tells of a refusal in an answer and of a failure in a callback; its codes are Meta's. */
export function readMemoryError({ code, message }: MemoryError) {
  const text = asText(code);
  return {
    code: text,
    message: asText(message),
    entry: text === undefined ? undefined : findError('meta', text),
  };
}
