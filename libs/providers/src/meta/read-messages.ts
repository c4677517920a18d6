import type { CallbackItem } from '../callback-item.js';
import type { JsonObject } from '../http/vendor-reply.js';
import { asList, asObject } from '../json.js';
import { ignoredItem, quoted, unknownItem, type Around, type Part } from './items.js';
import type { MetaDialect } from './meta-dialect.js';
import type { MetaValue } from './meta.wire.js';
import { readErrorNotice } from './read-account.js';
import { readInbound } from './read-inbound.js';
import { readStatus } from './read-status.js';
import { Contacts } from './whatsapp-user.js';

type Reader = (raw: unknown, around: Around, dialect: MetaDialect) => CallbackItem;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['statuses', readStatus],
  ['messages', readInbound],
  ['errors', readErrorNotice],
  ['user_actions', ignore('user_actions')],
  ['user_preferences', ignore('user_preferences')],
]);

/** Keys that say something about the items beside them, and are none. */
const ABOUT: ReadonlySet<string> = new Set(['contacts']);

/** Every item in the value of the field `messages`, each read on its own. `part` is the change. */
export function readMessages(
  value: MetaValue & JsonObject,
  dialect: MetaDialect,
  part: Part,
): CallbackItem[] {
  const around = { metadata: value.metadata, contacts: new Contacts(value.contacts) };
  const items = Object.entries(value).flatMap(([key, content]) => {
    const reader = READERS.get(key);
    if (reader && Array.isArray(content)) {
      return asList(content).map((raw) => reader(raw, around, dialect));
    }
    // Facts come in lists. One under a new name must not be lost because a known one stands beside it.
    const isFact = reader ? content !== null : Array.isArray(content) && !ABOUT.has(key);
    return isFact ? [unknownFact(key, content, part)] : [];
  });
  return items.length > 0 ? items : [unknownItem('A change carries nothing that is known.', part)];
}

function ignore(reason: string): Reader {
  return (raw) => ignoredItem(reason, { raw, time: asObject(raw)?.timestamp });
}

function unknownFact(key: string, content: unknown, { time }: Part): CallbackItem {
  return unknownItem(`A change holds a part ${quoted(key)} that is not known in this form.`, {
    raw: { [key]: content },
    time,
  });
}
