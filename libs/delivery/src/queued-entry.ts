import type { WaitingRow } from 'waypost/store';
import type { LaneEntry } from './lane/lane-entry.js';
import type { Priority } from './lane/weighted-turns.js';
import { subscriberOf } from './number-forms.js';
import { toSteady } from './steady-clock.js';

/** A message in the lane, with its row to send from. */
export class QueuedEntry implements LaneEntry {
  readonly id: string;
  /** One name for all forms of a number: they share the order and the pair rate of the user behind them. */
  readonly recipient: string;
  readonly priority: Priority;
  readonly ordered: boolean;
  readonly template?: string;
  position: number;

  constructor(public row: WaitingRow) {
    this.id = row.id;
    this.position = row.position;
    this.recipient = subscriberOf(row.recipient);
    this.priority = row.priority;
    this.ordered = row.ordered;
    this.template = row.template ?? undefined;
  }

  /** On the lane's steady clock, anew each time: the system's may have been corrected since the message came. */
  get giveUpAt(): number {
    return toSteady(this.row.giveUpAt);
  }
}
