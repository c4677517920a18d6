import type { Lease, Store } from 'waypost/store';
import type { DeliverySender, SenderSource } from './delivery-sender.js';
import type { EvidenceDesk } from './evidence-desk.js';
import type { Held } from './lease-keeper.js';
import type { Outcome } from './outcome.js';
import { orphaned } from './queue-changes.js';
import { SenderLane } from './sender-lane.js';
import type { StoredError } from './stored-error.js';

/** Whom lanes tell of what happens in them. */
export interface LaneReports {
  /** An attempt ended. */
  readonly observe?: (sender: string, outcome: Outcome) => void;
  /** An operator must act on a sender; without an error, not any more. */
  readonly reportFault?: (sender: string, until: number, error?: StoredError) => void;
  /** Something failed that never should: a mistake of ours, or a database that answers what it should not. */
  readonly reportError?: (error: unknown) => void;
}

const RECOVER_PAGE = 500;

/** The lanes of the senders whose leases this process holds, opened, replaced and closed as leases and senders change. */
export class Lanes {
  readonly #lanes = new Map<string, SenderLane>();
  readonly #held = new Map<string, Held>();
  readonly #changes = new Map<string, Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly senders: SenderSource,
    private readonly reports: LaneReports,
    private readonly desk: Pick<EvidenceDesk, 'take'>,
    /** Looks for leases that nobody holds, such as a new sender's. */
    private readonly seekLeases: () => Promise<void>,
  ) {}

  get(sender: string): SenderLane | undefined {
    return this.#lanes.get(sender);
  }

  /** The senders whose leases are held; also those that cannot send, for their messages end all the same. */
  ids(): string[] {
    return [...this.#held.keys()];
  }

  all(): SenderLane[] {
    return [...this.#lanes.values()];
  }

  /** Recovers what the former owner left, and begins. */
  async open({ sender: id, epoch }: Lease, held: Held): Promise<void> {
    await this.#recover(id, epoch);
    this.#held.set(id, held);
    this.#reopen(id);
  }

  #lane(sender: DeliverySender, held: Held): SenderLane {
    return new SenderLane(sender, held, {
      store: this.store,
      testify: (report) => this.desk.take([report]),
      pauseAccount: (accountKey, until, isFault) => {
        for (const { restraint } of this.#ofAccount(accountKey)) {
          restraint.holdAccount(until, isFault);
        }
      },
      resumeAccount: (accountKey) => {
        for (const lane of this.#ofAccount(accountKey)) {
          lane.restraint.resumeAccount();
          lane.wake();
        }
      },
      reportFault: (id, until, error) => this.reports.reportFault?.(id, until, error),
      observe: (id, outcome) => this.reports.observe?.(id, outcome),
      reportError: (error) => this.reports.reportError?.(error),
    });
  }

  #ofAccount(accountKey: string): SenderLane[] {
    return this.all().filter(({ restraint }) => restraint.accountKey === accountKey);
  }

  // What the former owner had under way is in doubt; what it had queued is simply the queue.
  async #recover(sender: string, epoch: number): Promise<void> {
    for (;;) {
      const rows = await this.store.stuck(sender, epoch, RECOVER_PAGE);
      const now = Date.now();
      await this.store.transitionEach(rows.map((row) => orphaned(row, now)));
      if (rows.length < RECOVER_PAGE) return;
    }
  }

  /** The sender is another's from now on. */
  async close(sender: string): Promise<void> {
    this.#held.delete(sender);
    const lane = this.#lanes.get(sender);
    this.#lanes.delete(sender);
    await lane?.stop();
  }

  /** Begins nothing more, and resolves when what is under way is recorded. */
  async stop(): Promise<void> {
    // A change of a sender that is being followed may still open a lane.
    const changed = Promise.all(this.#changes.values()).then(() => this.#stopAll());
    await Promise.all([this.#stopAll(), changed]);
  }

  async #stopAll(): Promise<void> {
    await Promise.all(this.all().map((lane) => lane.stop()));
  }

  /**
   * A sender was added, changed or removed. One change after the other for each, and at once where none is under way:
   * nothing may leave after a pause. Where the store is away, the next round of the leases comes to the same.
   */
  follow(id: string): void {
    const last = this.#changes.get(id);
    const change: Promise<void> = (last ? last.then(() => this.#changed(id)) : this.#changed(id))
      .catch(() => undefined)
      .finally(() => {
        if (this.#changes.get(id) === change) this.#changes.delete(id);
      });
    this.#changes.set(id, change);
  }

  async #changed(id: string): Promise<void> {
    const lane = this.#lanes.get(id);
    const sender = this.senders.get(id);
    if (sender && lane?.fits(sender)) return lane.change(sender);
    this.#lanes.delete(id);
    // What is under way ends first, so that the order of a recipient's messages holds.
    await lane?.stop();
    this.#reopen(id);
    if (this.senders.get(id) && !this.#held.has(id)) await this.seekLeases();
  }

  // A sender that is not configured here keeps its queue until it is.
  #reopen(id: string): void {
    const sender = this.senders.get(id);
    const held = this.#held.get(id);
    if (!sender || !held || this.#lanes.has(id)) return;
    const lane = this.#lane(sender, held);
    this.#lanes.set(id, lane);
    lane.wake();
  }
}
