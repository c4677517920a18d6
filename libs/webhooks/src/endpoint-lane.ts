import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, WebhookAttempt, WebhookRow, Webhooks } from 'waypost/store';
import { Pace, type HoldTimes } from './pace.js';

/** What came of one attempt. */
export interface Tried {
  readonly attempt: WebhookAttempt;
  readonly isSuccess: boolean;
  readonly retryAfterMs?: number;
}

/** What a lane needs of whoever opened it. */
export interface LaneWork {
  readonly webhooks: Pick<Webhooks, 'claim' | 'release'>;
  readonly concurrency: number;
  readonly hold: HoldTimes;
  /** For how long a delivery is claimed, and how long after that its attempt may begin at the latest. */
  readonly claimMs: number;
  readonly freshMs: number;
  /** Sends once; never throws. */
  tryOnce(row: WebhookRow, delivery: ClaimedDelivery): Promise<Tried>;
  /** Resolves once it is recorded. */
  record(
    row: WebhookRow,
    delivery: ClaimedDelivery & { readonly claim: string },
    tried: Tried,
  ): Promise<void>;
}

interface Held extends ClaimedDelivery {
  readonly claim: string;
  readonly freshUntil: number;
}

/**
 * What is under way for one endpoint: a few requests, and a few deliveries that follow. The store is the queue, so memory
 * stays bounded whatever waits, and no endpoint takes anything from another one.
 */
export class EndpointLane {
  readonly #pace: Pace;
  #held: Held[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #pumping: Promise<void> | undefined;
  #isAsked = false;
  #mayHaveMore = false;
  #isClosed = false;

  constructor(
    private row: WebhookRow,
    private readonly work: LaneWork,
  ) {
    this.#pace = new Pace(work.concurrency, work.hold);
  }

  /** Takes the endpoint as it is now. */
  follow(row: WebhookRow): void {
    this.row = row;
    if (!row.enabled && this.#held.length > 0) this.#pump();
  }

  /** Something may be due. */
  wake(): void {
    this.#mayHaveMore = true;
    this.#pump();
  }

  /** Tries at once, however often it has failed: somebody asked for it. */
  lift(): void {
    this.#pace.lift();
    this.wake();
  }

  /** Begins nothing more; resolves when what is under way is recorded and what is not is given back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pumping;
    await this.#giveBack();
    await Promise.all(this.#underWay);
  }

  #pump(): void {
    this.#isAsked = true;
    this.#pumping ??= this.#fillWhileAsked().finally(() => (this.#pumping = undefined));
  }

  async #fillWhileAsked(): Promise<void> {
    while (this.#isAsked) {
      this.#isAsked = false;
      // A store that is away is asked again when the next round finds something due.
      await this.#fill().catch(() => undefined);
    }
  }

  async #fill(): Promise<void> {
    while (this.#room() > 0) {
      const next = this.#held.shift();
      if (next) {
        if (this.#mayBegin(next)) this.#begin(next);
      } else if (!(await this.#claim())) return;
    }
    const isResting = this.#pace.limitAt(performance.now()) === 0;
    if (isResting || !this.row.enabled) await this.#giveBack();
  }

  /** Somebody else may take soon what is no longer fresh, and what the endpoint is no longer for nobody may send it. */
  #mayBegin({ freshUntil, sender }: Held): boolean {
    return performance.now() < freshUntil && (this.row.senders?.includes(sender) ?? true);
  }

  #room(): number {
    if (this.#isClosed || !this.row.enabled) return 0;
    return this.#pace.limitAt(performance.now()) - this.#underWay.size;
  }

  async #claim(): Promise<boolean> {
    if (!this.#mayHaveMore) return false;
    this.#mayHaveMore = false;
    const claim = randomUUID();
    const limit = this.#pace.limitAt(performance.now());
    if (limit === 0) return false;
    const freshUntil = performance.now() + this.work.freshMs;
    const ttlMs = this.work.claimMs;
    const claimed = await this.work.webhooks.claim(this.row.id, { claim, limit, ttlMs });
    this.#held = claimed.map((delivery) => ({ ...delivery, claim, freshUntil }));
    if (claimed.length === limit) this.#mayHaveMore = true;
    return claimed.length > 0;
  }

  #begin(delivery: Held): void {
    const attempt = this.#attempt(delivery).finally(() => {
      this.#underWay.delete(attempt);
      this.#pump();
    });
    this.#underWay.add(attempt);
  }

  async #attempt(delivery: Held): Promise<void> {
    const { row } = this;
    const tried = await this.work.tryOnce(row, delivery);
    if (tried.isSuccess) this.#pace.succeeded();
    else this.#pace.failed(performance.now(), tried.retryAfterMs);
    await this.work.record(row, delivery, tried);
  }

  /** So that what is not tried soon is not claimed for long. What is held was claimed together. */
  async #giveBack(): Promise<void> {
    const held = this.#held.splice(0);
    const [first] = held;
    if (!first) return;
    const positions = held.map(({ position }) => position);
    // Where the store is away, the claims run out by themselves.
    await this.work.webhooks.release(first.claim, positions).catch(() => undefined);
  }
}
