import type { Failure, MessageIds } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asList, asObject, asText } from '../json.js';
import { explainFailure } from '../meta/failure.js';
import { messageIds } from '../meta/message-ids.js';
import type { MetaDialect } from '../meta/meta-dialect.js';
import { readAnswers } from '../meta/read-inbound.js';
import type { MetaInbound } from '../meta/meta.wire.js';
import type { GupshupIds, GupshupStatus } from './gupshup.wire.js';

/**
 * What Gupshup adds to Meta's callbacks. With `readsReference`, `biz_opaque_callback_data` is taken for ours.
 * @see https://partner-docs.gupshup.io/docs/passthrough-v3-incoming-events
 * @see https://partner-docs.gupshup.io/docs/events
 */
export function gupshupDialect(readsReference: boolean): MetaDialect {
  return {
    source: 'gupshup',
    words: new Map([['enqueued', 'accepted']]),
    // What Gupshup posts to a callback address when a subscription is set.
    ignoredTypes: ['set-callback'],
    statusIds: (status: GupshupStatus) =>
      gupshupIds(status, readsReference ? asText(status.biz_opaque_callback_data) : undefined),
    failure: readFailure,
    asMeta: withMetaContext,
    answers: readContext,
    templateId: (value) => value.gs_template_id,
  };
}

/**
 * All ids of a message, in the order in which they are to be matched: the one that the send was answered with; then
 * `id`, which is Meta's in some events and a third one in others; then Meta's.
 * @see https://partner-docs.gupshup.io/docs/bsuid
 */
export function gupshupIds(ids: GupshupIds, reference?: string): MessageIds {
  const { gs_id, id, meta_msg_id } = ids;
  return messageIds([gs_id, id, meta_msg_id], { reference, wamid: meta_msg_id });
}

// A failure that Gupshup decided has its code and reason on the status itself; one of Meta's has `errors`.
function readFailure({ errors, code, reason }: GupshupStatus): Failure | undefined {
  const isOwn = asText(code) !== undefined || asText(reason) !== undefined;
  return isOwn && asList(errors).length === 0
    ? explainFailure('gupshup', { code, message: reason })
    : undefined;
}

// In `context` Gupshup puts its own ids, and may put one where Meta has that of the message.
function withMetaContext(message: JsonObject): JsonObject {
  const context = asObject(message.context);
  if (!context) return message;
  const { gs_id: _own, meta_msg_id, ...rest } = context;
  const id = asText(meta_msg_id) ?? rest.id;
  return { ...message, context: { ...rest, ...(id !== undefined && { id }) } };
}

function readContext(message: MetaInbound): MessageIds | undefined {
  const ids = gupshupIds(asObject(message.context) ?? {});
  return ids.providerIds.length > 0 ? ids : readAnswers(message);
}
