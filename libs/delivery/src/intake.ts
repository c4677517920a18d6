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
  type WaitingRow,
} from 'waypost/store';
import { messageEvent } from './events.js';
import type { Lanes } from './lanes.js';
import { persist } from './persist.js';
import { giveBack } from './queue-changes.js';
import type { QueuedEntry } from './queued-entry.js';
import type { SenderLane } from './sender-lane.js';

/**
 * When a message is looked for whose COMMIT was in doubt: at once, and again, each time after so many ms, for a
 * database may still be at it when its connection is lost. It gives up an open transaction after 10 s. A look at a
 * database that is away waits for its return, and the next ones are counted from there.
 */
const LOOKS_MS = [0, 1_000, 4_000, 30_000];

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

/** Stores messages durably, and puts each where it goes next: on its way at once, into its lane, or into the queue. */
export class Intake {
  constructor(
    private readonly store: Store,
    private readonly lanes: Lanes,
    private readonly reportError: (error: unknown) => void,
  ) {}

  /** Stores a message durably, or gives the earlier answer of its idempotency key. */
  async accept(acceptance: Acceptance): Promise<Inserted> {
    const lane = this.lanes.get(acceptance.row.sender);
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
    const group = await this.store
      .insertTogether(insertions, idempotency)
      .catch((error: unknown) => {
        for (const { row } of acceptances) this.#doubt(row.sender, error);
        throw error;
      });
    if (group.kind === 'inserted') this.#placeAll(acceptances, group.items);
    return group;
  }

  async #insert(acceptance: Acceptance, reserved?: Reserved): Promise<Inserted> {
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
      const acceptance = acceptances[i];
      if (!acceptance) continue;
      if (inserted instanceof Error) this.#doubt(acceptance.row.sender, inserted);
      else this.#place(acceptance, inserted);
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
    const lane = this.lanes.get(row.sender);
    if (lane) lane.enqueue(fresh(row, inserted.position));
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
function fresh(message: NewMessage, position = Infinity): WaitingRow {
  return { ...message, position, attempts: 0, error: null };
}
