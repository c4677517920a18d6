import { randomUUID } from 'node:crypto';
import type { Compiler } from '../dialect.js';
import {
  webhookDeliveryQueries,
  type WebhookDeliveryQueries,
} from '../queries/webhook-deliveries.js';
import { WebhookQueries, webhookRow } from '../queries/webhook-queries.js';
import type { Statement, Tuple } from '../step.js';
import {
  type ClaimedDelivery,
  type Disabling,
  type FailingWebhook,
  type FanOutPlace,
  FEED_START,
  type NewWebhook,
  type NewWebhookDelivery,
  type WebhookAttemptRow,
  type WebhookChange,
  type WebhookDeliveryRow,
  type WebhookDeliveryState,
  type WebhookDepth,
  type WebhookOutcome,
  type WebhookRow,
  type Webhooks,
} from '../webhooks.js';
import type { WatchedEngine } from './watched-engine.js';

const BATCH = 500;

export class SqlWebhooks implements Webhooks {
  private readonly endpoints: WebhookQueries;
  private readonly queries: WebhookDeliveryQueries;

  constructor(
    private readonly engine: WatchedEngine,
    db: Compiler,
  ) {
    this.endpoints = new WebhookQueries(db, engine.dialect, engine.feedBase);
    this.queries = webhookDeliveryQueries(db, engine.dialect);
  }

  async all(): Promise<readonly WebhookRow[]> {
    return (await this.engine.read(this.endpoints.all())).map(webhookRow);
  }

  async find(id: string): Promise<WebhookRow | undefined> {
    const [row] = await this.engine.read(this.endpoints.find(id));
    return row && webhookRow(row);
  }

  async add(webhook: NewWebhook): Promise<void> {
    await this.engine.run([this.endpoints.add(webhook)]);
  }

  async change(id: string, change: WebhookChange): Promise<boolean> {
    const isChanged = await this.did([this.endpoints.change(id, change)]);
    if (isChanged && change.senders) await this.endBeyondReach(id);
    return isChanged;
  }

  // Only so that nobody passes over them again and again: nothing takes them, whether they are there or not.
  private async endBeyondReach(webhook: string): Promise<void> {
    for (let isMore = true; isMore;) {
      const ending = this.queries.endBeyondReach({ webhook, limit: BATCH });
      const [rows = []] = await this.engine.run([ending]);
      isMore = rows.length === BATCH;
    }
  }

  remove(id: string): Promise<boolean> {
    return this.did([this.endpoints.remove(id)]);
  }

  disable(id: string, disabling: Disabling): Promise<boolean> {
    return this.did(this.endpoints.disable(id, disabling));
  }

  async place(): Promise<FanOutPlace> {
    const [row] = await this.engine.read(this.queries.place({}));
    return row ? placeOf(String(row.value)) : FEED_START;
  }

  async fanOut(
    from: FanOutPlace,
    cursor: string,
    deliveries: readonly NewWebhookDelivery[],
  ): Promise<FanOutPlace | undefined> {
    // The turn is of this move alone, so that the second statement knows whether the first one made it.
    const next = { cursor, turn: randomUUID() };
    const value = textOf(next);
    const rows = deliveries.map((d) => [
      ...[d.webhook, d.eventId, d.sender, d.type, d.messageId, d.body, d.createdAt],
    ]);
    const [, moved = []] = await this.engine.run([
      this.queries.keepPlace({ value: textOf(FEED_START) }),
      this.queries.movePlace({ from: textOf(from), to: value }),
      ...(rows.length > 0
        ? [this.queries.insertDeliveries({ rows: JSON.stringify(rows), value })]
        : []),
    ]);
    return moved.length > 0 ? next : undefined;
  }

  async due(): Promise<readonly string[]> {
    return (await this.engine.read(this.queries.dueWebhooks({}))).map(({ id }) => String(id));
  }

  async claim(
    webhook: string,
    { claim, limit, ttlMs }: { claim: string; limit: number; ttlMs: number },
  ): Promise<readonly ClaimedDelivery[]> {
    const claiming = this.queries.claimDeliveries({ webhook, claim, limit, ttl: ttlMs });
    const [rows = []] = await this.engine.run([claiming]);
    return rows.map(claimed).sort((a, b) => a.position - b.position);
  }

  async release(claim: string, positions: readonly number[]): Promise<void> {
    const rows = positions.map((position) => [position, claim]);
    await this.engine.run([this.queries.releaseClaim({ rows: JSON.stringify(rows) })]);
  }

  async releaseAll(): Promise<void> {
    await this.engine.run([this.queries.releaseClaims({})]);
  }

  async finish(
    outcomes: readonly WebhookOutcome[],
    { now, gapMs }: { now: number; gapMs: number },
  ): Promise<readonly FailingWebhook[]> {
    if (outcomes.length === 0) return [];
    const good = new Set(outcomes.filter(isSuccess).map(({ webhook }) => webhook));
    const all = new Set(outcomes.map(({ webhook }) => webhook));
    const bad = [...all].filter((id) => !good.has(id)).sort();
    const ends = outcomes.map((o) => [
      ...[o.position, o.claim, o.state, Math.round(o.delayMs)],
      o.state === 'pending' ? null : now,
    ]);
    const attempts = outcomes.map(({ position, attempt: a }) => [
      ...[position, a.n, a.at, a.ms, a.status, a.answer, a.error],
    ]);
    const [, , ...rest] = await this.engine.run([
      this.queries.endDeliveries({ rows: JSON.stringify(ends) }),
      this.queries.addAttempts({ rows: JSON.stringify(attempts) }),
      ...(good.size > 0 ? [this.queries.succeeded({ ids: JSON.stringify([...good].sort()) })] : []),
      ...(bad.length > 0
        ? [this.queries.failed({ ids: JSON.stringify(bad), now, gap: gapMs })]
        : []),
    ]);
    const failing = bad.length > 0 ? (rest.at(-1) ?? []) : [];
    return failing.map(([id, since]) => ({ id: String(id), failingSince: Number(since) }));
  }

  redeliver(webhook: string, position: number): Promise<boolean> {
    return this.did([this.queries.redeliver({ webhook, position })]);
  }

  async redeliverSince(webhook: string, since: number): Promise<number> {
    let count = 0;
    // Those that wait come first, for then the others are among them.
    for (const state of ['pending', 'failed'] as const) {
      for (let after = 0, isMore = true; isMore;) {
        const range = { webhook, since, after, limit: BATCH };
        const [rows = []] = await this.engine.run([this.queries.redeliverFrom[state](range)]);
        after = Math.max(after, ...rows.map(([position]) => Number(position)));
        count += rows.length;
        isMore = rows.length === BATCH;
      }
    }
    return count;
  }

  async deliveries(
    webhook: string,
    {
      states,
      before,
      limit,
    }: { states: readonly WebhookDeliveryState[]; before: number; limit: number },
  ): Promise<readonly WebhookDeliveryRow[]> {
    const pages = await Promise.all(
      states.map((state) =>
        this.engine.read(this.queries.deliveriesOf[state]({ webhook, before, limit })),
      ),
    );
    const rows = pages.flat() as unknown as WebhookDeliveryRow[];
    // A delivery may have changed its state between the readings.
    const each = new Map(rows.map((row) => [row.position, row]));
    return [...each.values()].sort((a, b) => b.position - a.position).slice(0, limit);
  }

  async delivery(webhook: string, position: number): Promise<WebhookDeliveryRow | undefined> {
    const [row] = await this.engine.read(this.queries.deliveryAt({ webhook, position }));
    return row as unknown as WebhookDeliveryRow | undefined;
  }

  async attempts(positions: readonly number[]): Promise<readonly WebhookAttemptRow[]> {
    if (positions.length === 0) return [];
    const rows = await this.engine.read(
      this.queries.webhookAttempts({ positions: JSON.stringify(positions) }),
    );
    return rows as unknown as WebhookAttemptRow[];
  }

  async depths(): Promise<readonly WebhookDepth[]> {
    return (await this.engine.read(this.queries.webhookDepths({}))) as unknown as WebhookDepth[];
  }

  /** Whether the last of the statements gave a row. */
  private async did(statements: readonly Statement[]): Promise<boolean> {
    return ((await this.engine.run(statements)).at(-1)?.length ?? 0) > 0;
  }
}

const isSuccess = ({ state }: WebhookOutcome): boolean => state === 'delivered';

function placeOf(text: string): FanOutPlace {
  const [cursor = '', turn = ''] = text.split(' ');
  return { cursor, turn };
}

function textOf({ cursor, turn }: FanOutPlace): string {
  return `${cursor} ${turn}`;
}

function claimed(tuple: Tuple): ClaimedDelivery {
  const [position, eventId, sender, body, createdAt, attempts, tries] = tuple;
  return {
    position: Number(position),
    eventId: String(eventId),
    sender: String(sender),
    body: String(body),
    createdAt: Number(createdAt),
    attempts: Number(attempts),
    tries: Number(tries),
  };
}
