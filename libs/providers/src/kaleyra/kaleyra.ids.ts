import type { MessageIds } from '../callback-item.js';
import { asText } from '../json.js';
import { messageIds } from '../meta/message-ids.js';
import { filled, objectIn } from './kaleyra.fields.js';
import type {
  KaleyraCallback,
  KaleyraCallbackInfo,
  KaleyraStatusVariables,
} from './kaleyra.wire.js';

/** What stands in `extra_info`; nothing where there is none. */
export function infoOf({ extra_info }: KaleyraCallback): KaleyraCallbackInfo {
  return filled(objectIn(extra_info) ?? {});
}

/**
 * Every id that a callback gives its message. Kaleyra never says which of them is the `data.message_id` of its
 * answer, and its samples disagree; so our own reference comes first, and then all the others.
 */
export function idsOf(callback: KaleyraCallback & KaleyraStatusVariables): MessageIds {
  const info = infoOf(callback);
  const reference = asText(info.ref) ?? asText(callback.ref);
  return messageIds(
    [callback.message_id, info.message_id, info.trace_id, callback.id],
    reference === undefined ? {} : { reference },
  );
}
