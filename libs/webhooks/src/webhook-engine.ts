import type {
  ClaimedDelivery,
  Disabling,
  EventRow,
  Store,
  WebhookAttempt,
  WebhookRow,
} from 'waypost/store';
import { Attempts } from './attempts.js';
import { EndpointLane, type LaneWork, type Tried } from './endpoint-lane.js';
import { FanOut, type RenderedEvent } from './fan-out.js';
import { OutcomeWriter } from './outcome-writer.js';
import type { HoldTimes } from './pace.js';
import { delayAfter, RETRY_SCHEDULE_MS } from './retry-schedule.js';
import { WebhookClient } from './webhook-client.js';

/** What became of a delivery by one attempt. */
export type WebhookResult = 'delivered' | 'retried' | 'failed';

/** Why an endpoint was disabled by itself: it said so, or it failed for days. */
export type DisableReason = 'gone' | 'failing';

export interface WebhookOptions {
  /** An event as consumers get it. */
  render(event: EventRow): RenderedEvent;
  /** The secrets that sign for an endpoint at this time, the present one first. */
  secretsOf(webhook: WebhookRow, at: number): readonly string[];
  /** Hears of every attempt that ended. */
  readonly observe?: (result: WebhookResult) => void;
  /** Hears of endpoints that were disabled. */
  readonly disabled?: (webhook: string, reason: DisableReason) => void;
  /**
   * Allows plain http and private addresses: for development and tests.
   * @default false
   */
  readonly allowPrivate?: boolean;
  /** The waiting times after the first, second, third … failed attempt, in ms. */
  readonly schedule?: readonly number[];
  /** @default 15000 */
  readonly timeoutMs?: number;
  /**
   * Requests under way for one endpoint.
   * @default 32
   */
  readonly concurrency?: number;
  /** @default { first: 1000, most: 60000 } */
  readonly hold?: HoldTimes;
  /**
   * How often the store is asked for what is due, in ms.
   * @default 1000
   */
  readonly pollMs?: number;
  /** The clock of times that are shown, and of the days that an endpoint fails. */
  readonly now?: () => number;
}

/** An endpoint that has failed for so long is disabled. */
const FAILING_MS = 5 * 24 * 3_600_000;
/** Commits come in swarms; one reading serves several. */
const GATHER_MS = 25;
/** Then it is looked for what is due and what has changed, however much of the feed there is. */
const STEPS_AT_ONCE = 20;

/**
 * Tells consumers of events: each one to every endpoint that wants it, signed, at least once. Any number of replicas may
 * run it on one database.
 */
export class WebhookEngine {
  /** Whether plain http and private addresses are allowed. */
  readonly allowPrivate: boolean;
  readonly #attempts: Attempts;
  readonly #fanOut: FanOut;
  readonly #writer: OutcomeWriter;
  readonly #lanes = new Map<string, EndpointLane>();
  readonly #work: LaneWork;
  readonly #now: () => number;
  readonly #stops: (() => void)[] = [];
  #endpoints: readonly WebhookRow[] = [];
  #poll?: NodeJS.Timeout;
  #soon?: NodeJS.Timeout;
  #round: Promise<void> | undefined;
  #isStopped = false;

  constructor(
    private readonly store: Pick<Store, 'engine' | 'feed' | 'webhooks' | 'onCommit'>,
    private readonly options: WebhookOptions,
  ) {
    const { timeoutMs = 15_000, concurrency = 32, allowPrivate = false } = options;
    this.#now = options.now ?? Date.now;
    this.allowPrivate = allowPrivate;
    this.#attempts = new Attempts(new WebhookClient({ allowPrivate }, timeoutMs), {
      secretsOf: (webhook, at) => options.secretsOf(webhook, at),
      now: this.#now,
    });
    this.#fanOut = new FanOut(store, (event) => options.render(event));
    this.#writer = new OutcomeWriter(store.webhooks, this.#now, (failing) => {
      const limit = this.#now() - FAILING_MS;
      for (const { id, failingSince } of failing) {
        if (failingSince <= limit) void this.#disable(id, 'failing', { failingSince });
      }
    });
    this.#work = {
      ...{ webhooks: store.webhooks, concurrency },
      hold: options.hold ?? { first: 1_000, most: 60_000 },
      // Long enough for one attempt before it and its own, and for a store that is slow to take the outcome.
      claimMs: 2 * timeoutMs + 30_000,
      freshMs: timeoutMs + 5_000,
      tryOnce: (row, delivery) => this.#attempts.tryOnce(row, delivery),
      record: (row, delivery, tried) => this.#record(row, delivery, tried),
    };
  }

  /** Goes on where this or another process ended. */
  async start(): Promise<void> {
    // The file is ours alone, so whoever claimed something is gone.
    if (this.store.engine === 'sqlite')
      await this.store.webhooks.releaseAll().catch(() => undefined);
    this.#stops.push(this.store.onCommit(() => this.#wakeSoon()));
    this.#poll = setInterval(() => void this.refresh(), this.options.pollMs ?? 1_000);
    await this.refresh();
  }

  /** Begins nothing more, and resolves when what is under way is recorded, or after `limitMs`. */
  async stop(limitMs: number): Promise<void> {
    this.#isStopped = true;
    this.#stops.splice(0).forEach((stop) => stop());
    clearInterval(this.#poll);
    clearTimeout(this.#soon);
    const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
    const lanes = [...this.#lanes.values()].map((lane) => lane.close());
    await Promise.race([Promise.all([this.#round, ...lanes]), limit]);
    this.#writer.stop();
    await this.#attempts.close();
  }

  /** Reads the endpoints anew and does what is due. For whoever has changed something. */
  async refresh(): Promise<void> {
    if (this.#isStopped) return;
    // One that has begun may have read before the change.
    await this.#round;
    this.#round ??= this.#runRound().then((isMore) => {
      this.#round = undefined;
      if (isMore) void this.refresh();
    });
    await this.#round;
  }

  /** Tries an endpoint at once, however often it has failed. */
  async lift(id: string): Promise<void> {
    await this.refresh();
    this.#lanes.get(id)?.lift();
  }

  /** Sends an event `webhook.test` now, whether the endpoint is enabled or not; nothing of it is stored. */
  test(webhook: WebhookRow): Promise<WebhookAttempt> {
    return this.#attempts.test(webhook);
  }

  // A store that is away now is there in a later round; nothing is lost by waiting.
  async #runRound(): Promise<boolean> {
    try {
      this.#follow(await this.store.webhooks.all());
      if (this.#endpoints.length === 0) return false;
      const isMore = await this.#spread();
      for (const id of await this.store.webhooks.due()) this.#laneOf(id)?.wake();
      return isMore;
    } catch {
      // Health tells of it.
      return false;
    }
  }

  /** Resolves with whether the feed may have more. */
  async #spread(): Promise<boolean> {
    for (let steps = 0; steps < STEPS_AT_ONCE && !this.#isStopped; steps += 1) {
      const step = await this.#fanOut.step(this.#endpoints);
      for (const row of step.touched) this.#laneOf(row.id, row)?.wake();
      if (!step.isMore) return false;
    }
    return true;
  }

  #follow(endpoints: readonly WebhookRow[]): void {
    this.#endpoints = endpoints;
    const rows = new Map(endpoints.map((row) => [row.id, row]));
    for (const [id, lane] of this.#lanes) {
      const row = rows.get(id);
      if (row) lane.follow(row);
      else {
        this.#lanes.delete(id);
        void lane.close();
      }
    }
  }

  #laneOf(id: string, known?: WebhookRow): EndpointLane | undefined {
    const row = known ?? this.#endpoints.find((endpoint) => endpoint.id === id);
    if (!row || this.#isStopped) return undefined;
    let lane = this.#lanes.get(id);
    if (!lane) this.#lanes.set(id, (lane = new EndpointLane(row, this.#work)));
    return lane;
  }

  #wakeSoon(): void {
    if (!this.#endpoints.some(({ enabled }) => enabled)) return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.refresh();
    }, GATHER_MS);
  }

  async #record(
    row: WebhookRow,
    { position, claim, tries }: ClaimedDelivery & { readonly claim: string },
    { attempt, isSuccess, retryAfterMs }: Tried,
  ): Promise<void> {
    const isGone = attempt.status === 410;
    const schedule = this.options.schedule ?? RETRY_SCHEDULE_MS;
    const delayMs = isSuccess || isGone ? undefined : delayAfter(tries + 1, schedule, retryAfterMs);
    const state = isSuccess ? 'delivered' : delayMs === undefined ? 'failed' : 'pending';
    const ended = { attempt, state, delayMs: delayMs ?? 0 } as const;
    await this.#writer.add({ webhook: row.id, position, claim, ...ended });
    this.options.observe?.(state === 'pending' ? 'retried' : state);
    if (isGone) await this.#disable(row.id, 'gone', { updatedAt: row.updatedAt });
  }

  // Where the store is away, the next failure tries again.
  async #disable(
    id: string,
    reason: DisableReason,
    expected: Disabling['expected'],
  ): Promise<void> {
    try {
      const row = await this.store.webhooks.find(id);
      const data = JSON.stringify({ webhookId: id, reason });
      const disabling = { reason, at: this.#now(), expected, senders: row?.senders ?? [''], data };
      if (!(await this.store.webhooks.disable(id, disabling))) return;
      this.options.disabled?.(id, reason);
      await this.refresh();
    } catch {
      // Health tells of it.
    }
  }
}
