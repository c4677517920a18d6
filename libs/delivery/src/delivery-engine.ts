import type { Message } from 'waypost/messages';
import type { Failure } from 'waypost/providers';
import {
  CommitUnknown,
  type Idempotency,
  type Inserted,
  type InsertedGroup,
  type Insertion,
  type Lease,
  type MessageRow,
  type NewEvidence,
  type NewMessage,
  type Store,
} from 'waypost/store';
import type { DeliverySender, SenderSource } from './delivery-sender.js';
import { EvidenceDesk, type Applied } from './evidence-desk.js';
import { messageEvent } from './events.js';
import { LeaseKeeper, type Held } from './lease-keeper.js';
import type { Outcome } from './outcome.js';
import { persist } from './persist.js';
import { giveBack, orphaned } from './queue-changes.js';
import type { QueuedEntry } from './queued-entry.js';
import { SenderLane } from './sender-lane.js';
import type { StoredError } from './stored-error.js';
import { Sweeps } from './sweeps.js';

export interface DeliveryOptions {
  /** This process among its replicas; unique. */
  readonly replica: string;
  /** An attempt ended: for metrics. */
  readonly observe?: (sender: string, outcome: Outcome) => void;
  /** An operator must act on a sender; without an error, not any more. */
  readonly reportFault?: (sender: string, until: number, error?: StoredError) => void;
}

/** A message to accept, with its object as it will be sent. */
export interface Acceptance {
  readonly row: NewMessage;
  readonly message: Message;
  /** Its `answer` tells of the message as queued. */
  readonly idempotency?: Idempotency;
  /** Replaces that answer where the message is stored as being sent. */
  readonly answerIfSending?: string;
}

/** The slots that a message took in a lane before it was stored. */
interface Reserved {
  readonly lane: SenderLane;
  readonly entry: QueuedEntry;
}

const RECOVER_PAGE = 500;

/**
 * Keeps accepted messages and hands each over, once, as its sender's limits allow. Durable before `accept` resolves;
 * see docs/design.md, "The life of a message".
 */
export class DeliveryEngine {
  readonly #lanes = new Map<string, SenderLane>();
  readonly #held = new Map<string, Held>();
  readonly #leases: LeaseKeeper;
  readonly #desk: EvidenceDesk;
  readonly #sweeps: Sweeps;
  readonly #stops: (() => void)[] = [];
  /** The last change of each sender that is being followed. */
  readonly #changes = new Map<string, Promise<void>>();

  constructor(
    private readonly store: Store,
    private readonly senders: SenderSource,
    private readonly options: DeliveryOptions,
  ) {
    this.#desk = new EvidenceDesk(store, (applied) => this.#afterEvidence(applied));
    this.#leases = new LeaseKeeper(options.replica, store.leases, {
      acquired: (lease, held) => this.#open(lease, held),
      lost: (sender) => this.#close(sender),
    });
    this.#sweeps = new Sweeps(store, this.#lanes, this.#desk);
  }

  /** Takes leases, recovers what a crash left, and begins to send. */
  async start(): Promise<void> {
    this.#stops.push(
      this.senders.onChange((id) => this.#follow(id)),
      this.store.onHint((sender) => this.#lanes.get(sender)?.suspect()),
      this.store.onHealth(({ ok }) => {
        if (ok) for (const lane of this.#lanes.values()) lane.wake();
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
    // A change of a sender that is being followed may still open a lane.
    const changed = Promise.all(this.#changes.values()).then(() => this.#stopLanes());
    const ended = Promise.all([this.#stopLanes(), changed]);
    const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
    await Promise.race([ended, limit]);
    await this.#leases.stop().catch(() => undefined);
  }

  /** Stores a message durably, or gives the earlier answer of its idempotency key. */
  async accept(acceptance: Acceptance): Promise<Inserted> {
    const lane = this.#lanes.get(acceptance.row.sender);
    const entry = lane?.reserve(fresh(acceptance.row));
    const reserved = lane && entry && { lane, entry };
    const inserted = await this.#insert(acceptance, reserved);
    this.#place(acceptance, inserted, reserved);
    return inserted;
  }

  /** Stores many, each on its own; those that err stand as their error. */
  async acceptEach(acceptances: readonly Acceptance[]): Promise<readonly (Inserted | Error)[]> {
    const results = await this.store.insertEach(acceptances.map((each) => insertionOf(each)));
    this.#placeAll(acceptances, results);
    return results;
  }

  /** Stores all under one idempotency key or none; the messages carry no key of their own. */
  async acceptTogether(
    acceptances: readonly Acceptance[],
    idempotency: Idempotency,
  ): Promise<InsertedGroup> {
    const insertions = acceptances.map((each) => insertionOf(each));
    const group = await this.store.insertTogether(insertions, idempotency);
    if (group.kind === 'inserted') this.#placeAll(acceptances, group.items);
    return group;
  }

  /** Records what a callback says of a message, and applies it. Returns whether the message is known. */
  take(evidence: Omit<NewEvidence, 'error'>, failure?: Failure): Promise<boolean> {
    return this.#desk.take(evidence, failure);
  }

  /** Entries in memory, over all lanes. */
  get held(): number {
    return [...this.#lanes.values()].reduce((sum, { size }) => sum + size, 0);
  }

  async #insert(acceptance: Acceptance, reserved?: Reserved): Promise<Inserted> {
    const sending = reserved && { epoch: reserved.lane.epoch };
    try {
      return await this.store.insert(insertionOf(acceptance, sending));
    } catch (error) {
      reserved?.lane.release(reserved.entry);
      // It may stand there as being sent, and nobody is sending it.
      if (error instanceof CommitUnknown && sending) {
        void this.#giveBackIfStored(acceptance.row.id, sending.epoch);
      }
      throw error;
    }
  }

  async #giveBackIfStored(id: string, epoch: number): Promise<void> {
    const row = await persist(() => this.store.find(id));
    if (row) await persist(() => this.store.transition(giveBack(row, 1, epoch)));
    if (row) this.#lanes.get(row.sender)?.suspect();
  }

  #placeAll(acceptances: readonly Acceptance[], results: readonly (Inserted | Error)[]): void {
    for (const [i, inserted] of results.entries()) {
      const acceptance = acceptances[i];
      if (!acceptance || inserted instanceof Error) continue;
      this.#place(acceptance, inserted);
    }
  }

  #place({ row, message }: Acceptance, inserted: Inserted, reserved?: Reserved): void {
    const isSending = inserted.kind === 'inserted' && inserted.status === 'sending';
    if (reserved && isSending) {
      const { entry } = reserved;
      entry.position = inserted.position;
      entry.row = { ...entry.row, position: inserted.position };
      return reserved.lane.begin(entry, message);
    }
    reserved?.lane.release(reserved.entry);
    if (inserted.kind !== 'inserted') return;
    // The lane of now: it may have come, gone or been replaced while the message was stored.
    const lane = this.#lanes.get(row.sender);
    if (lane) lane.enqueue({ ...fresh(row), position: inserted.position });
    else this.store.hint(row.sender);
  }

  async #open(lease: Lease, held: Held): Promise<void> {
    const sender = this.senders.get(lease.sender);
    await this.#recover(lease);
    // A sender that is not configured here keeps its queue until it is.
    if (sender) this.#lanes.set(lease.sender, this.#lane(sender, held));
    this.#held.set(lease.sender, held);
    this.#lanes.get(lease.sender)?.wake();
  }

  #lane(sender: DeliverySender, held: Held): SenderLane {
    return new SenderLane(sender, held, {
      store: this.store,
      pauseAccount: (accountKey, until) => {
        for (const { restraint } of this.#lanes.values()) {
          if (restraint.accountKey === accountKey) restraint.holdAccount(until);
        }
      },
      reportFault: (id, until, error) => this.options.reportFault?.(id, until, error),
      observe: (id, outcome) => this.options.observe?.(id, outcome),
    });
  }

  // What the former owner had under way is in doubt; what it had queued is simply the queue.
  async #recover({ sender, epoch }: Lease): Promise<void> {
    for (;;) {
      const rows = await this.store.stuck(sender, epoch, RECOVER_PAGE);
      const now = Date.now();
      await this.store.transitionEach(rows.map((row) => orphaned(row, now)));
      if (rows.length < RECOVER_PAGE) return;
    }
  }

  async #close(sender: string): Promise<void> {
    this.#held.delete(sender);
    const lane = this.#lanes.get(sender);
    this.#lanes.delete(sender);
    await lane?.stop();
  }

  async #stopLanes(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stop()));
  }

  // One after the other for each sender, and at once where none is under way: nothing may leave after a pause. Where
  // the store is away, the next round of the leases comes to the same.
  #follow(id: string): void {
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
    if (this.senders.get(id) && !this.#held.has(id)) await this.#leases.tick();
  }

  #reopen(id: string): void {
    const sender = this.senders.get(id);
    const held = this.#held.get(id);
    if (!sender || !held || this.#lanes.has(id)) return;
    const lane = this.#lane(sender, held);
    this.#lanes.set(id, lane);
    lane.wake();
  }

  #afterEvidence({ row, pause, requeuedAt, error }: Applied): void {
    const lane = this.#lanes.get(row.sender);
    if (pause && error) lane?.restraint.hold(pause, row, error);
    if (requeuedAt === undefined) return;
    if (lane) lane.enqueue({ ...row, status: 'queued', dueAt: requeuedAt });
    else this.store.hint(row.sender);
  }
}

function insertionOf(
  { row, idempotency, answerIfSending: answer }: Acceptance,
  sending?: { readonly epoch: number },
): Insertion {
  const events = [messageEvent(row.createdAt, { status: 'queued' })];
  const isAnswered = idempotency && sending && answer !== undefined;
  const kept = isAnswered ? { ...idempotency, answer } : idempotency;
  return { message: row, idempotency: kept, sending, events };
}

/** A row that is only being accepted: behind all others until it has its place. */
function fresh(message: NewMessage): MessageRow {
  return {
    ...message,
    position: Infinity,
    status: 'queued',
    attempts: 0,
    epoch: 0,
    providerMessageId: null,
    error: null,
    sequence: 1,
    settledAt: null,
  };
}
