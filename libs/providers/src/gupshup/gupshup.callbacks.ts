import { isUtf8 } from 'node:buffer';
import type { CallbackItem } from '../callback-item.js';
import { asList, asObject, asText } from '../json.js';
import { quoted, unknownItem } from '../meta/items.js';
import type { MetaDialect } from '../meta/meta-dialect.js';
import type { MetaChange } from '../meta/meta.wire.js';
import { readChange } from '../meta/read-change.js';
import { parseJson } from '../parse-json.js';
import type { Callback } from '../provider.js';
import { GUPSHUP_EVENTS } from './gupshup.events.js';
import type { GupshupCallback, GupshupEntry } from './gupshup.wire.js';

/**
 * Every item of a callback of version 3, in order, each read on its own. Never throws and never gives nothing.
 * @see https://partner-docs.gupshup.io/docs/passthrough-v3-incoming-events
 */
export function translateGupshup(callback: Callback, dialect: MetaDialect): CallbackItem[] {
  const body = parseJson(callback.body);
  if (body === undefined) return [unreadable(callback)];
  const envelope: GupshupCallback | undefined = asObject(body);
  const entries = asList(envelope?.entry);
  if (!envelope || entries.length === 0) {
    return [unknownItem(whyNoEntry(envelope), { raw: body })];
  }
  return entries.flatMap((entry) => readEntry(entry, dialect));
}

/** The app that a callback says it is for; undefined where it names none or is not JSON. */
export function appOf({ body }: Callback): string | undefined {
  const envelope: GupshupCallback | undefined = asObject(parseJson(body));
  const app = envelope?.gs_app_id;
  return app === undefined || app === null ? undefined : (asText(app) ?? '');
}

function readEntry(raw: unknown, dialect: MetaDialect): CallbackItem[] {
  const entry: GupshupEntry | undefined = asObject(raw);
  const changes = asList(entry?.changes);
  if (!entry || changes.length === 0) {
    return [unknownItem('An entry carries no changes.', { raw, time: entry?.time })];
  }
  return changes.flatMap((change) => readGupshupChange(change, entry, dialect));
}

function readGupshupChange(
  raw: unknown,
  { id, time }: GupshupEntry,
  dialect: MetaDialect,
): CallbackItem[] {
  const change: MetaChange | undefined = asObject(raw);
  const own = GUPSHUP_EVENTS.get(asText(change?.field) ?? '');
  const value = asObject(change?.value);
  return own && value
    ? [own(value, { raw, time })]
    : readChange(raw, dialect, { account: id, time });
}

function unreadable({ method, query, body }: Callback): CallbackItem {
  if (body.length === 0) {
    return unknownItem('The callback has no body.', { raw: { method, query } });
  }
  // Kept so that it can be stored and shown, and nothing of it is lost.
  const bytes = Buffer.from(body);
  const raw = isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') };
  return unknownItem('The body of the callback is not JSON, or is nested too deeply.', { raw });
}

// Both versions can be subscribed at once, and then say the same twice. Whether they are is not known here, and a
// number with version 2 alone would lose everything if its callbacks were ignored.
function whyNoEntry(envelope: GupshupCallback | undefined): string {
  return envelope?.payload !== undefined && envelope.type !== undefined
    ? `The callback ${quoted(envelope.type)} is of version ${quoted(asText(envelope.version))}; subscribe the callback address with version 3, and with no other.`
    : 'The callback has no entries.';
}
