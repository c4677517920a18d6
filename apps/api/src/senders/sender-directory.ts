import { Injectable, Logger } from '@nestjs/common';
import type { SenderSource } from 'waypost/delivery';
import type { Directory, SenderRow } from 'waypost/store';
import type { SenderFactory } from './sender-factory.js';
import type { Sender } from './sender.js';

/** A stored sender as this process knows it. */
interface KnownSender {
  readonly row: SenderRow;
  /** Missing where nothing can be sent with it. */
  readonly sender?: Sender;
  /** Why nothing can be sent with it. */
  readonly trouble?: string;
}

/** Knows the senders by their ids, from memory. */
@Injectable()
export class SenderDirectory implements SenderSource {
  readonly #logger = new Logger(SenderDirectory.name);
  readonly #listeners = new Set<(id: string) => void>();
  #known: ReadonlyMap<string, KnownSender> = new Map();

  constructor(
    private readonly directory: Pick<Directory, 'senders'>,
    private readonly factory: SenderFactory,
  ) {}

  /** How many there are. */
  get size(): number {
    return this.#known.size;
  }

  /** Whether there is such a sender, even if nothing can be sent with it. */
  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Why nothing can be sent with a stored sender; undefined where something can. */
  troubleOf(id: string): string | undefined {
    return this.#known.get(id)?.trouble;
  }

  /** Those with which nothing is sent, and why. */
  *heldUp(): Iterable<{ readonly sender: string; readonly reason: 'paused' | 'misconfigured' }> {
    for (const [sender, { row, trouble }] of this.#known) {
      if (row.state === 'paused') yield { sender, reason: 'paused' };
      if (trouble !== undefined) yield { sender, reason: 'misconfigured' };
    }
  }

  /** The sender of that id; undefined where there is none that can send. */
  find(id: string): Sender | undefined {
    return this.#known.get(id)?.sender;
  }

  /** The same, for the delivery. */
  get(id: string): Sender | undefined {
    return this.find(id);
  }

  onChange(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the senders anew; those that are as they were keep their provider with its connections. */
  async refresh(): Promise<void> {
    const rows = await this.directory.senders();
    const before = this.#known;
    const now = new Map(rows.map((row) => [row.id, this.#know(row, before.get(row.id))]));
    this.#known = now;
    const ids = new Set([...before.keys(), ...now.keys()]);
    for (const id of ids) if (before.get(id) !== now.get(id)) this.#tell(id);
  }

  #know(row: SenderRow, former: KnownSender | undefined): KnownSender {
    if (former?.row.version === row.version) return former;
    try {
      return { row, sender: this.factory.build(row) };
    } catch (error) {
      const trouble = error instanceof Error ? error.message : String(error);
      this.#logger.error(`Nothing can be sent with sender ${row.id}: ${trouble}`);
      return { row, trouble };
    }
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }
}
