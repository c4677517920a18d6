import { Logger } from '@nestjs/common';
import type { StoredError } from 'waypost/delivery';
import type { Directory } from 'waypost/store';
import { withRemedy } from '../with-remedy.js';

/** What an operator must put right before a sender sends again. */
export interface SenderFault {
  readonly error: StoredError;
  /** When it was met, epoch milliseconds. */
  readonly since: number;
  /** When one message is tried next, epoch milliseconds. */
  readonly nextProbeAt: number | null;
}

const SCOPE = 'sender';

/** The faults that the delivery reports of senders: kept in the store, so that every replica can show them. */
export class SenderFaults {
  readonly #logger = new Logger(SenderFaults.name);
  #known: ReadonlyMap<string, SenderFault> = new Map();
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly directory: Pick<Directory, 'pauses' | 'pause' | 'resume'>) {}

  of(sender: string): SenderFault | undefined {
    return this.#known.get(sender);
  }

  /** All of them, by sender. */
  all(): Iterable<readonly [string, SenderFault]> {
    return this.#known;
  }

  /** Takes what the delivery engine reports: a fault, or without an error that it is over. Never throws. */
  report(sender: string, until: number, error?: StoredError): void {
    if (error) this.#met(sender, until, error);
    else this.clear(sender);
  }

  /** A message was accepted, or somebody has changed the sender: whatever was wrong is over. Cheap where nothing was. */
  clear(sender: string): void {
    if (!this.#known.has(sender)) return;
    this.#set(sender, undefined);
    this.#logger.log(`Sender ${sender} sends again.`);
    this.#store(() => this.directory.resume(SCOPE, sender));
  }

  /** Resolves once the store knows what was told before, or is away. */
  async stored(): Promise<void> {
    await this.#last;
  }

  /** Reads the faults anew. */
  async refresh(): Promise<void> {
    const rows = (await this.directory.pauses()).filter(({ scope }) => scope === SCOPE);
    this.#known = new Map(
      rows.map(({ subject, reason, until, createdAt }) => [
        subject,
        { error: JSON.parse(reason) as StoredError, since: createdAt, nextProbeAt: until },
      ]),
    );
  }

  #met(sender: string, until: number, error: StoredError): void {
    const former = this.of(sender);
    const isSame = former?.error.code === error.code && former.error.message === error.message;
    if (!isSame) {
      this.#logger.warn(`Sender ${sender} is held up: ${withRemedy(error.message, error.remedy)}`);
    }
    const since = isSame ? former.since : Date.now();
    this.#set(sender, { error, since, nextProbeAt: until });
    const row = { scope: SCOPE, subject: sender, until, createdAt: since };
    this.#store(() => this.directory.pause({ ...row, reason: JSON.stringify(error) }));
  }

  #set(sender: string, fault: SenderFault | undefined): void {
    const known = new Map(this.#known);
    if (fault) known.set(sender, fault);
    else known.delete(sender);
    this.#known = known;
  }

  // One after the other, so that the last word stands. It is for show: where the store is away, it is left.
  #store(write: () => Promise<unknown>): void {
    this.#last = this.#last.then(write).catch(() => undefined);
  }
}
