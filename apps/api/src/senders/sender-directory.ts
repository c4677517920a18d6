import { Injectable } from '@nestjs/common';
import type { Sender } from './sender.js';

/** Knows the senders by their ids. */
@Injectable()
export class SenderDirectory {
  readonly #senders: ReadonlyMap<string, Sender>;

  constructor(senders: readonly Sender[]) {
    this.#senders = new Map(senders.map((sender) => [sender.id, sender]));
  }

  /** How many there are. */
  get size(): number {
    return this.#senders.size;
  }

  /** The sender of that id, or undefined. */
  find(id: string): Sender | undefined {
    return this.#senders.get(id);
  }
}
