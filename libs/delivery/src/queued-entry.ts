import type { Message } from 'waypost/messages';
import type { NewMessage, WaitingRow } from 'waypost/store';
import type { LaneEntry } from './lane/lane-entry.js';
import type { Priority } from './lane/weighted-turns.js';
import { subscriberOf } from './number-forms.js';
import { toSteady } from './steady-clock.js';

/** A message in the lane, with its row to send from. */
export class QueuedEntry implements LaneEntry {
  readonly id: string;
  /** One name for all forms of a number: they share the order and the pair rate of the user behind them. */
  readonly recipient: string;
  readonly line: string;
  readonly priority: Priority;
  readonly ordered: boolean;
  readonly template?: string;
  position: number;
  #message: Message | undefined;

  /** Give the message where it is at hand; else it is read from the row when its turn comes. */
  constructor(
    public row: WaitingRow,
    message?: Message,
  ) {
    this.#message = message;
    this.id = row.id;
    this.position = row.position;
    this.recipient = subscriberOf(row.recipient);
    this.priority = row.priority;
    this.line = `${this.priority} ${this.recipient}`;
    this.ordered = row.ordered;
    this.template = row.template ?? undefined;
  }

  /** The message to hand over. It is not kept: what waits for a vendor grows old, and is better small. */
  takeMessage(): Message {
    const message = this.#message ?? (JSON.parse(this.row.body) as Message);
    this.#message = undefined;
    return message;
  }

  /** On the lane's steady clock, anew each time: the system's may have been corrected since the message came. */
  get giveUpAt(): number {
    return toSteady(this.row.giveUpAt);
  }
}

/** A row as it waits that was just accepted: behind all others until it has its place. */
export function waitingRow(message: NewMessage, position = Infinity): WaitingRow {
  return { ...message, position, attempts: 0, error: null };
}
