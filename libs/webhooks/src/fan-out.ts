import type { EventRow, FanOutPlace, NewWebhookDelivery, Store, WebhookRow } from 'waypost/store';
import { EVERY_EVENT } from './event-types.js';
import { isAfter } from './feed-place.js';

/** An event as consumers get it. */
export interface RenderedEvent {
  /** The same for one event wherever and however often it is told. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** How many deliveries one transaction stores at most, if they are not of one event, and from how many events. */
const MAX_DELIVERIES = 1_000;
const MAX_EVENTS = 200;
/** After so many events that nobody wants, the place is stored all the same. */
const MAX_UNSTORED = 1_000;

/**
 * Spreads the feed of events over the endpoints. Whoever commits an event has nothing to do with it: the feed is read
 * from a place that moves in the transaction that stores the deliveries, so an event that is committed is an event that
 * is delivered, and no replica does what another one has done.
 */
export class FanOut {
  #place: FanOutPlace | undefined;
  /** How far the feed was read since the place was stored, and how many events ago that was. */
  #cursor = '0.0';
  #unstored = 0;
  /** How many events are read at once: as few as fill a transaction where each one is for many endpoints. */
  #window = MAX_EVENTS;

  constructor(
    private readonly store: Pick<Store, 'feed' | 'webhooks'>,
    private readonly render: (event: EventRow) => RenderedEvent,
  ) {}

  /**
   * One step on from where the last one ended, for the endpoints as they were known before; gives those that have got
   * something, and whether the feed may have more.
   */
  async step(
    known: readonly WebhookRow[],
  ): Promise<{ readonly touched: readonly WebhookRow[]; readonly isMore: boolean }> {
    const enabled = known.filter(isEnabled);
    if (enabled.length === 0) return { touched: [], isMore: false };
    const place = (this.#place ??= await this.#begin());
    this.#skip(enabled);
    const { rows } = await this.store.feed(this.#cursor, null, this.#window);
    if (rows.length === 0) return { touched: [], isMore: false };
    // Read after the events: whoever was told before an event that there is an endpoint finds it here.
    const endpoints = (await this.store.webhooks.all()).filter(isEnabled);
    const { deliveries, events } = this.#gather(rows, endpoints);
    const isMore = rows.length === this.#window || events < rows.length;
    this.#window = Math.min(MAX_EVENTS, events < rows.length ? events : this.#window * 2);
    this.#unstored += events;
    this.#cursor = rows[events - 1]?.cursor ?? this.#cursor;
    if (deliveries.length > 0 || this.#unstored >= MAX_UNSTORED) {
      this.#unstored = 0;
      this.#place = await this.#move(place, deliveries);
      if (!this.#place) return { touched: [], isMore: true };
    }
    const ids = new Set(deliveries.map(({ webhook }) => webhook));
    return { touched: endpoints.filter(({ id }) => ids.has(id)), isMore };
  }

  /** The deliveries of as many events, of one at least, as one transaction takes. */
  #gather(
    rows: readonly EventRow[],
    endpoints: readonly WebhookRow[],
  ): { readonly deliveries: readonly NewWebhookDelivery[]; readonly events: number } {
    const deliveries: NewWebhookDelivery[] = [];
    let events = 0;
    for (const row of rows) {
      const more = this.#deliveriesOf(row, endpoints);
      if (events > 0 && deliveries.length + more.length > MAX_DELIVERIES) break;
      deliveries.push(...more);
      events += 1;
    }
    return { deliveries, events };
  }

  // Where it fails, nobody knows what is stored: it begins anew from there.
  async #move(
    place: FanOutPlace,
    deliveries: readonly NewWebhookDelivery[],
  ): Promise<FanOutPlace | undefined> {
    this.#place = undefined;
    return this.store.webhooks.fanOut(place, this.#cursor, deliveries);
  }

  async #begin(): Promise<FanOutPlace> {
    const place = await this.store.webhooks.place();
    this.#cursor = place.cursor;
    this.#unstored = 0;
    return place;
  }

  /** Nobody wants what came before all of them. */
  #skip(endpoints: readonly WebhookRow[]): void {
    const first = endpoints.map(({ since }) => since).reduce((a, b) => (isAfter(a, b) ? b : a));
    if (isAfter(first, this.#cursor)) this.#cursor = first;
  }

  #deliveriesOf(row: EventRow, endpoints: readonly WebhookRow[]): NewWebhookDelivery[] {
    const wanting = endpoints.filter((endpoint) => wants(endpoint, row));
    if (wanting.length === 0) return [];
    const { id: eventId, body } = this.render(row);
    const { type, messageId, sender } = row;
    const createdAt = Date.now();
    return wanting.map(({ id: webhook }) => ({
      ...{ webhook, eventId, sender, type, messageId, body, createdAt },
    }));
  }
}

const isEnabled = ({ enabled }: WebhookRow): boolean => enabled;

function wants({ events, senders, since }: WebhookRow, row: EventRow): boolean {
  const isOfType = events.includes(EVERY_EVENT) || events.includes(row.type);
  return isOfType && (senders?.includes(row.sender) ?? true) && isAfter(row.cursor, since);
}
