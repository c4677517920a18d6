import { Inject, Injectable } from '@nestjs/common';
import {
  WEBHOOK_DELIVERY_STATES,
  type Store,
  type WebhookDeliveryRow,
  type WebhookRow,
} from 'waypost/store';
import { WebhookEngine } from 'waypost/webhooks';
import type { Caller } from '../keys/caller.js';
import { CURSOR_RULE, readLimit } from '../paging.js';
import { ProblemException } from '../problem.js';
import { QueryReader } from '../query-reader.js';
import { STORE } from '../store.token.js';
import type { WebhookDeliveryPage, WebhookDeliveryView } from './webhook-delivery.dto.js';
import { WebhookService } from './webhook-service.js';
import { deliveryPosition, viewDelivery } from './webhook-view.js';

/** How many deliveries a page may have. */
export const MAX_DELIVERIES = 200;

/** Shows what was sent to endpoints, and sends it again. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly webhooks: WebhookService,
    private readonly engine: WebhookEngine,
  ) {}

  /** @throws ProblemException `not_found`, `validation_failed` */
  async list(caller: Caller, id: string, given: unknown): Promise<WebhookDeliveryPage> {
    await this.webhooks.find(caller, id);
    const query = new QueryReader(given, ['state', 'limit', 'cursor']);
    const states = query.words('state', WEBHOOK_DELIVERY_STATES) ?? WEBHOOK_DELIVERY_STATES;
    const limit = readLimit(query, MAX_DELIVERIES);
    const before = query.parse('cursor', deliveryPosition, CURSOR_RULE);
    query.check();
    const range = { before: before ?? Number.MAX_SAFE_INTEGER, limit };
    const rows = await this.store.webhooks.deliveries(id, { states, ...range });
    const data = await this.#views(rows);
    return { data, nextCursor: rows.length < limit ? null : (data.at(-1)?.id ?? null) };
  }

  /** @throws ProblemException `not_found`, `webhook_disabled` */
  async redeliver(caller: Caller, id: string, delivery: string): Promise<WebhookDeliveryView> {
    requireEnabled(await this.webhooks.find(caller, id));
    const position = deliveryPosition(delivery) ?? 0;
    const isThere = await this.store.webhooks.redeliver(id, position);
    const row = isThere ? await this.store.webhooks.delivery(id, position) : undefined;
    if (!row) throw new ProblemException('not_found', 'The webhook has no such delivery.');
    await this.engine.lift(id);
    const [view] = await this.#views([row]);
    if (!view) throw new Error('A delivery that was read has no view.');
    return view;
  }

  /** How many are sent again. Throws `not_found`, `webhook_disabled`. */
  async redeliverSince(caller: Caller, id: string, since: number): Promise<number> {
    requireEnabled(await this.webhooks.find(caller, id));
    const count = await this.store.webhooks.redeliverSince(id, since);
    await this.engine.lift(id);
    return count;
  }

  async #views(rows: readonly WebhookDeliveryRow[]): Promise<WebhookDeliveryView[]> {
    const attempts = await this.store.webhooks.attempts(rows.map(({ position }) => position));
    return rows.map((row) => viewDelivery(row, attempts));
  }
}

function requireEnabled({ id, enabled }: WebhookRow): void {
  if (enabled) return;
  const detail = `Webhook ${id} is disabled, so nothing is sent to it: enable it first.`;
  throw new ProblemException('webhook_disabled', detail);
}
