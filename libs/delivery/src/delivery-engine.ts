import {
  StoreClosed,
  type Idempotency,
  type Inserted,
  type InsertedGroup,
  type Store,
} from 'waypost/store';
import type { SenderSource } from './delivery-sender.js';
import { EvidenceDesk, type Applied } from './evidence-desk.js';
import { Intake, type Acceptance, type DirectAcceptance } from './intake.js';
import { Lanes, type LaneReports } from './lanes.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { Report, Taken } from './report.js';
import { QueueWatch } from './queue-watch.js';
import { Sweeps } from './sweeps.js';

export interface DeliveryOptions extends LaneReports {
  /** This process among its replicas; unique. */
  readonly replica: string;
}

/**
 * Keeps accepted messages and hands each over, once, as its sender's limits allow. Durable before `accept` resolves;
 * see docs/design.md, "The life of a message".
 */
export class DeliveryEngine {
  readonly #lanes: Lanes;
  readonly #intake: Intake;
  readonly #leases: LeaseKeeper;
  readonly #desk: EvidenceDesk;
  readonly #watch: QueueWatch;
  readonly #sweeps: Sweeps;
  readonly #stops: (() => void)[] = [];

  constructor(
    private readonly store: Store,
    private readonly senders: SenderSource,
    options: DeliveryOptions,
  ) {
    // What outlasts the store is found at the next start.
    const reportError = (error: unknown) => {
      if (!(error instanceof StoreClosed)) options.reportError?.(error);
    };
    const reports = { ...options, reportError };
    this.#desk = new EvidenceDesk(store, senders, (applied) => this.#afterEvidence(applied));
    this.#lanes = new Lanes(store, senders, reports, this.#desk, () => this.#leases.tick());
    this.#leases = new LeaseKeeper(options.replica, store.leases, {
      acquired: (lease, held) => this.#lanes.open(lease, held),
      lost: (sender) => this.#lanes.close(sender),
    });
    this.#intake = new Intake(store, this.#lanes, reportError);
    this.#watch = new QueueWatch(store, this.#lanes);
    this.#sweeps = new Sweeps(store, this.#lanes, this.#desk, this.#watch, reportError);
  }

  /** Takes leases, recovers what a crash left, and begins to send. */
  async start(): Promise<void> {
    this.#stops.push(
      this.senders.onChange((id) => this.#lanes.follow(id)),
      this.store.onHint((sender) => this.#watch.hint(sender)),
      this.store.onHealth(({ ok }) => {
        if (ok) for (const lane of this.#lanes.all()) lane.wake();
      }),
    );
    await this.#leases.start();
    this.#sweeps.start();
  }

  /**
   * Begins nothing more, and resolves when what is under way is recorded, or after `limitMs`: what has no answer by
   * then is `unknown` after the next start.
   */
  async stop(limitMs: number): Promise<void> {
    this.#stops.splice(0).forEach((stop) => stop());
    this.#sweeps.stop();
    const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
    await Promise.race([Promise.all([this.#lanes.stop(), this.#leases.ended()]), limit]);
    await this.#leases.stop().catch(() => undefined);
  }

  /** Stores a message durably, or gives the earlier answer of its idempotency key. */
  accept(acceptance: DirectAcceptance): Promise<Inserted> {
    return this.#intake.accept(acceptance);
  }

  /** Stores many, each on its own; those that err stand as their error. */
  acceptEach(acceptances: readonly Acceptance[]): Promise<readonly (Inserted | Error)[]> {
    return this.#intake.acceptEach(acceptances);
  }

  /** Stores all under one idempotency key or none; the messages carry no key of their own. */
  acceptTogether(
    acceptances: readonly Acceptance[],
    idempotency: Idempotency,
  ): Promise<InsertedGroup> {
    return this.#intake.acceptTogether(acceptances, idempotency);
  }

  /**
   * Records what callbacks say of messages, durably, and applies it. Of the same item only the first counts. If the
   * store refuses one of the reports, it refuses all.
   */
  take(reports: readonly Report[]): Promise<readonly Taken[]> {
    return this.#desk.take(reports);
  }

  /** Entries in memory, over all lanes. */
  get held(): number {
    return this.#lanes.all().reduce((sum, { size }) => sum + size, 0);
  }

  #afterEvidence({ row, pause, requeuedAt, error }: Applied): void {
    const lane = this.#lanes.get(row.sender);
    if (pause && error) lane?.restraint.hold(pause, row, error);
    if (requeuedAt === undefined) return;
    if (lane) lane.enqueue({ ...row, dueAt: requeuedAt });
    else this.store.hint(row.sender);
  }
}
