import type { CallbackItem, Failure } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asList, asObject, asText } from '../json.js';
import { messageIds } from '../meta/message-ids.js';
import type { MetaDialect } from '../meta/meta-dialect.js';
import type { MetaInbound, MetaStatus, MetaValue } from '../meta/meta.wire.js';
import { readChange } from '../meta/read-change.js';
import { idsOf, infoOf } from './kaleyra.ids.js';
import { readOwnFailure } from './kaleyra.status.js';
import type { KaleyraCallback } from './kaleyra.wire.js';

/**
 * The items of a change of Meta's, with what Kaleyra adds to it. Where there is one item, its `raw` is the whole
 * callback, because half of the facts stand around the change; of several, each has its own part.
 */
export function readMetaObject(
  change: JsonObject,
  callback: KaleyraCallback,
  raw: unknown,
): CallbackItem[] {
  const items = readChange(change, dialectOf(callback, factsOf(change)));
  const [only] = items;
  return only && items.length === 1 ? [withFile({ ...only, raw }, callback)] : items;
}

/** Whether the change carries a status or a message at all. */
export function carriesFacts(change: JsonObject): boolean {
  const { statuses, messages } = factsOf(change);
  return statuses.length > 0 || messages.length > 0;
}

function factsOf(change: JsonObject) {
  const value: MetaValue = asObject(change.value) ?? {};
  return { statuses: asList(value.statuses), messages: asList(value.messages) };
}

/**
 * Kaleyra adds one set of ids and one link to a callback and documents no batches. Should there be several messages
 * in one, what it adds is given to none of them but the one that it names: a wrong reference is worse than none.
 */
function dialectOf(
  callback: KaleyraCallback,
  { statuses, messages }: ReturnType<typeof factsOf>,
): MetaDialect {
  const info = infoOf(callback);
  const statusIdsSeen = new Set(statuses.map((status) => messageIdOf(asObject(status) ?? {})));
  // Read once for all of them: thousands of statuses may stand beside a long `extra_info`.
  const own = idsOf(callback);
  let ownFailure: Failure | undefined;
  return {
    source: 'kaleyra',
    statusIds: (status: MetaStatus) => {
      const id = messageIdOf(status);
      const isMeant = statusIdsSeen.size === 1 || own.providerIds.includes(id ?? '');
      return isMeant ? messageIds([...own.providerIds, id], own) : messageIds([id]);
    },
    failure: ({ errors }: MetaStatus) =>
      asList(errors).length > 0 ? undefined : (ownFailure ??= readOwnFailure(callback)),
    answers: ({ context, reaction }: MetaInbound) => {
      const reference = asText(info.ref);
      if (messages.length !== 1 || (reference === undefined && !asText(info.reply_to))) {
        return undefined;
      }
      const metaIds = [asObject(context)?.id, asObject(reaction)?.message_id];
      return messageIds([info.reply_to, ...metaIds], reference === undefined ? {} : { reference });
    },
    mediaUrl: () => (messages.length === 1 ? info.media_url : undefined),
  };
}

// Kaleyra's sample has the conversation's id there, which all messages to that user share for a day.
function messageIdOf({ id, conversation }: MetaStatus): string | undefined {
  const text = asText(id);
  return text === asText(asObject(conversation)?.id) ? undefined : text;
}

/** A file of a kind that Meta's object does not describe still has Kaleyra's link. */
function withFile(item: CallbackItem, callback: KaleyraCallback): CallbackItem {
  const url = asText(infoOf(callback).media_url);
  if (item.kind !== 'inbound' || item.media || url === undefined) return item;
  return { ...item, media: { url } };
}
