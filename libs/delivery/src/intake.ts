import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'waypost/messages';
import {
  CommitUnknown,
  type Idempotency,
  type Inserted,
  type InsertedGroup,
  type Insertion,
  type NewMessage,
  type Store,
} from 'waypost/store';
import { queuedEvent } from './events.js';
import type { Lanes } from './lanes.js';
import { persist } from './persist.js';
import { giveBack } from './queue-changes.js';
import { waitingRow, type QueuedEntry } from './queued-entry.js';
import type { SenderLane } from './sender-lane.js';

/**
 * When a message is looked for whose COMMIT was in doubt: at once, and again, each time after so many ms, for a
 * database may still be at it when its connection is lost. It gives up an open transaction after 10 s. A look at a
 * database that is away waits for its return, and the next ones are counted from there.
 */
const LOOKS_MS = [0, 1_000, 4_000, 30_000];

/** A message to accept. */
export interface Acceptance {
  readonly row: NewMessage;
  /** Its `answer` tells of the message as queued. */
  readonly idempotency?: Idempotency;
}

/** One that may leave at once. */
export interface DirectAcceptance extends Acceptance {
  /** The message as it will be sent. */
  readonly message: Message;
  /** Replaces the answer of its idempotency key where the message is stored as being sent. */
  readonly answerIfSending?: string;
}

/** The slots that a message took in a lane before it was stored. */
interface Reserved {
  readonly lane: SenderLane;
  readonly entry: QueuedEntry;
}

/** Stores messages durably, and puts each where it goes next: on its way at once, into its lane, or into the queue. */
export class Intake {
  constructor(
    private readonly store: Store,
    private readonly lanes: Lanes,
    private readonly reportError: (error: unknown) => void,
  ) {}

  /** Stores a message durably, or gives the earlier answer of its idempotency key. */
  async accept(acceptance: DirectAcceptance): Promise<Inserted> {
    const { row, message } = acceptance;
    const lane = this.lanes.get(row.sender);
    const entry = lane?.reserve(row, message);
    const reserved = lane && entry && { lane, entry };
    const inserted = await this.#insert(acceptance, reserved);
    this.#place(row, inserted, reserved);
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
    const group = await this.store
      .insertTogether(insertions, idempotency)
      .catch((error: unknown) => {
        for (const { row } of acceptances) this.#doubt(row.sender, error);
        throw error;
      });
    if (group.kind === 'inserted') this.#placeAll(acceptances, group.items);
    return group;
  }

  async #insert(acceptance: DirectAcceptance, reserved?: Reserved): Promise<Inserted> {
    const sending = reserved && { epoch: reserved.lane.epoch };
    try {
      return await this.store.insert(insertionOf(acceptance, sending));
    } catch (error) {
      reserved?.lane.release(reserved.entry);
      // It may stand there as being sent, and nobody is sending it.
      if (error instanceof CommitUnknown && sending) {
        void this.#giveBackIfStored(acceptance.row.id, sending.epoch).catch(this.reportError);
      } else this.#doubt(acceptance.row.sender, error);
      throw error;
    }
  }

  // What may stand in the queue after all is looked for there, as soon as the store can be read again.
  #doubt(sender: string, error: unknown): void {
    if (error instanceof CommitUnknown) this.lanes.get(sender)?.suspect();
  }

  async #giveBackIfStored(id: string, epoch: number): Promise<void> {
    for (const ms of LOOKS_MS) {
      if (ms > 0) await sleep(ms, undefined, { ref: false });
      const row = await persist(this.store, () => this.store.find(id));
      if (!row) continue;
      await persist(this.store, () => this.store.transition(giveBack(row, 1, epoch)));
      return this.lanes.get(row.sender)?.suspect();
    }
  }

  #placeAll(acceptances: readonly Acceptance[], results: readonly (Inserted | Error)[]): void {
    for (const [i, inserted] of results.entries()) {
      const row = acceptances[i]?.row;
      if (!row) continue;
      if (inserted instanceof Error) this.#doubt(row.sender, inserted);
      else this.#place(row, inserted);
    }
  }

  #place(row: NewMessage, inserted: Inserted, reserved?: Reserved): void {
    const isSending = inserted.kind === 'inserted' && inserted.status === 'sending';
    if (reserved && isSending) return reserved.lane.begin(reserved.entry, inserted.position);
    reserved?.lane.release(reserved.entry);
    if (inserted.kind !== 'inserted') return;
    // The lane of now: it may have come, gone or been replaced while the message was stored.
    const lane = this.lanes.get(row.sender);
    if (lane) lane.enqueue(waitingRow(row, inserted.position));
    else this.store.hint(row.sender);
  }
}

function insertionOf(
  { row, idempotency, answerIfSending: answer }: Acceptance & Partial<DirectAcceptance>,
  sending?: { readonly epoch: number },
): Insertion {
  const events = [queuedEvent(row.createdAt)];
  const isAnswered = idempotency && sending && answer !== undefined;
  const kept = isAnswered ? { ...idempotency, answer } : idempotency;
  return { message: row, idempotency: kept, sending, events };
}
