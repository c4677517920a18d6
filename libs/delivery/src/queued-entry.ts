import type { MessageRow } from 'waypost/store';
import type { LaneEntry } from './lane/lane-entry.js';
import type { Priority } from './lane/weighted-turns.js';

/** A message in the lane, with its row to send from. */
export class QueuedEntry implements LaneEntry {
  readonly id: string;
  readonly recipient: string;
  readonly priority: Priority;
  readonly ordered: boolean;
  readonly template?: string;
  readonly giveUpAt: number;
  position: number;

  constructor(public row: MessageRow) {
    this.id = row.id;
    this.position = row.position;
    this.recipient = row.recipient;
    this.priority = row.priority;
    this.ordered = row.ordered;
    this.template = row.template ?? undefined;
    this.giveUpAt = row.giveUpAt;
  }
}

export function entryOf(row: MessageRow): QueuedEntry {
  return new QueuedEntry(row);
}
