import type { AccountBook, BusinessNumber } from '../account-book.js';
import { PROVIDERS, type Provider } from '../accounts.js';
import { Fields, isJson, type Json } from '../fields.js';
import type { Ids } from '../ids.js';
import type { MediaShelf } from '../media/media-shelf.js';
import type { AcceptedMessage } from '../vendor.js';
import { INBOUND_TYPES, type InboundMessage, type InboundType } from './inbound.js';

interface Sources {
  readonly accounts: AccountBook;
  readonly ids: Ids;
  readonly files: MediaShelf;
  readonly now: () => number;
  readonly sent: (id: string) => AcceptedMessage | undefined;
}

const MIME: Readonly<Partial<Record<InboundType, string>>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
};

const typeIn = (fields: Fields): InboundType => {
  const stated = fields.optionalOneOf('type', INBOUND_TYPES);
  if (stated !== undefined) return stated;
  const [only, second] = INBOUND_TYPES.filter((type) => fields.has(type));
  if (only !== undefined && second === undefined) return only;
  return fields.fail('type', `must be one of ${INBOUND_TYPES.join(', ')}`);
};

const numberIn = (fields: Fields, provider: Provider, accounts: AccountBook): BusinessNumber => {
  const account = fields.string('account');
  const phone = fields.optionalPhone('phone');
  const numbers =
    provider === 'gupshup'
      ? [accounts.app(account)?.number].filter((number) => number !== undefined)
      : [...(accounts.sid(account)?.numbers.values() ?? [])];
  if (numbers.length === 0) {
    const known = accounts.idsOf(provider).join(', ') || 'none';
    fields.fail('account', `must be a ${provider} account of this sandbox; it has ${known}`);
  }
  const chosen = phone === undefined ? numbers[0] : numbers.find(({ digits }) => digits === phone);
  return chosen ?? fields.fail('phone', `must be a number of account "${account}"`);
};

/** Without a link of its own, a file is made up, and its link leads to this sandbox. */
const media = (
  fields: Fields,
  { type, mime }: { readonly type: InboundType; readonly mime: string },
  provider: Provider,
  { ids, files }: Sources,
): Json => {
  const given = fields.optionalObject(type) ?? {};
  const extra = type === 'document' ? { filename: 'document.pdf' } : {};
  const voice = type === 'audio' ? { voice: true } : {};
  const whole = { ...extra, ...voice, mime_type: mime, id: ids.mediaId(), ...given };
  if (given.url !== undefined) return whole;
  const owner = { provider, account: fields.string('account') };
  const file = { ...owner, id: String(whole.id), mime: String(whole.mime_type) };
  return { ...files.put(file), ...whole };
};

const contentIn = (
  fields: Fields,
  type: InboundType,
  provider: Provider,
  sources: Sources,
): unknown => {
  const mime = MIME[type];
  if (mime !== undefined) return media(fields, { type, mime }, provider, sources);
  const value = fields.any(type);
  if (type === 'text')
    return { body: isJson(value) ? fields.nested('text').string('body') : fields.string('text') };
  if (type === 'contacts') return fields.array('contacts');
  if (type === 'interactive') fields.nested('interactive').oneOf('type', INTERACTIVE);
  if (type === 'reaction') fields.nested('reaction').string('message_id');
  return fields.object(type);
};

const INTERACTIVE = ['button_reply', 'list_reply', 'nfm_reply', 'call_permission_reply'] as const;

const isFlowReply = (content: unknown): boolean => isJson(content) && content.type === 'nfm_reply';

/** Reads what a simulated user sends; throws SandboxInputError naming the field. */
export const readInbound = (value: unknown, sources: Sources): InboundMessage => {
  const { accounts, ids, now, sent } = sources;
  const fields = new Fields(value);
  const provider = fields.oneOf('provider', PROVIDERS);
  const number = numberIn(fields, provider, accounts);
  const from = fields.phone('from');
  const type = typeIn(fields);
  const content = contentIn(fields, type, provider, sources);
  const { url, ...rest } = isJson(content) && type in MIME ? content : { url: undefined };
  const quoted = fields.optionalString('context');
  const message = quoted === undefined ? undefined : sent(quoted);
  const inbound: InboundMessage = {
    provider,
    account: fields.string('account'),
    number,
    from,
    name: fields.optionalString('name') ?? 'Sandbox User',
    id: fields.optionalString('id') ?? ids.wamid(from),
    traceId: ids.uuid(),
    at: now(),
    type,
    event: isFlowReply(content) ? 'flow reply' : 'inbound',
    content: type in MIME ? rest : content,
    ...(typeof url === 'string' ? { mediaUrl: url } : {}),
    ...(quoted === undefined
      ? {}
      : {
          context: {
            wamid: message?.wamid ?? quoted,
            ...(message === undefined ? {} : { message }),
          },
        }),
  };
  fields.done();
  return inbound;
};
