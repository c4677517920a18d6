import type { Accepted } from '../provider.js';
import type { ReplyReader, VendorReply } from './vendor-reply.js';

/**
 * Judges an answer: accepted, or refused with the dictionary's code.
 * @throws ProviderError
 */
export function readReply(_reply: VendorReply, _reader: ReplyReader): Accepted {
  throw new Error('under construction');
}
