import type { InboundItem, MediaLinks, MessageIds } from 'waypost/providers';
import { sortableId, type Inbound, type NewInbound, type Received } from 'waypost/store';
import { timeOf } from '../vendor-time.js';
import { describeInbound } from './inbound-view.js';
import { mediaSource } from './media-source.js';
import { storable } from './storable.js';

/** What the desk needs to know around it. */
export interface InboundSurroundings {
  /** What is known of links to the files of a sender's users; undefined where nothing is. */
  linksOf(sender: string): MediaLinks | undefined;
  /** Called after a message was stored whose file is to be fetched; left out where files are not fetched. */
  readonly fetch?: () => void;
}

/** Takes messages of users out of callbacks into the store, each once and with its event. */
export class InboundDesk {
  constructor(
    private readonly store: Pick<Inbound, 'receive'>,
    private readonly surroundings: InboundSurroundings,
  ) {}

  /**
   * Stores one message that came to `sender` by a callback of this kind of `provider`. It is durable when this
   * resolves, and the same item again changes nothing.
   * @throws what the store throws; it may be taken again then
   */
  async take(
    sender: string,
    provider: string,
    item: InboundItem,
    receivedAt: number,
  ): Promise<Received> {
    const message = this.#message(sender, provider, item, receivedAt);
    const received = await this.store.receive(message);
    if (!received.duplicate && message.media?.state === 'waiting') this.surroundings.fetch?.();
    return received;
  }

  #message(sender: string, provider: string, item: InboundItem, receivedAt: number): NewInbound {
    const facts = {
      id: sortableId('in', receivedAt),
      sender,
      provider,
      userPhone: textOrNull(item.from.phone),
      userId: textOrNull(item.from.userId),
      userName: textOrNull(item.from.name),
      type: storable(item.type),
      wamid: textOrNull(item.ids.wamid),
      providerIds: item.ids.providerIds.map(storable),
      at: timeOf(item, receivedAt),
      receivedAt,
    };
    const source =
      item.media && mediaSource(item.media, this.surroundings.linksOf(sender), receivedAt);
    const isFetched = source?.url !== undefined && this.surroundings.fetch !== undefined;
    const state = isFetched ? 'waiting' : 'linked';
    const media = { mediaState: state, mediaAttempts: 0, mediaDueAt: null } as const;
    const view = describeInbound({ ...facts, answers: null, ...media }, item.message, source);
    return {
      ...facts,
      itemId: item.id,
      content: JSON.stringify(item.message),
      answered: answeredBy(item.answers),
      media: source ? { source: JSON.stringify(source), state } : null,
      event: { type: 'message.received', at: facts.at, data: { ...view } },
    };
  }
}

// A reference is that of an attempt: the message's id, a dot, and the number of the attempt.
function answeredBy(ids: MessageIds | undefined): NewInbound['answered'] {
  const reference = ids?.reference;
  const end = reference?.lastIndexOf('.') ?? -1;
  return {
    messageId: reference === undefined || end < 1 ? null : storable(reference.slice(0, end)),
    providerIds: ids?.providerIds.map(storable) ?? [],
  };
}

function textOrNull(text: string | undefined): string | null {
  return text === undefined ? null : storable(text);
}
