import { Logger } from '@nestjs/common';
import type { StoredError } from 'waypost/delivery';
import type { Store } from 'waypost/store';
import { withRemedy } from '../with-remedy.js';

/** What holds a sender up: an operator must put it right, or the vendor does not answer, or asks for a pause. */
export interface SenderFault {
  readonly error: StoredError;
  /** When it was met, epoch milliseconds. */
  readonly since: number;
  /** When one message is tried next, epoch milliseconds. */
  readonly nextProbeAt: number | null;
}

const SCOPE = 'sender';
const PROBE_MS = 60_000;

/**
 * What the delivery reports to hold senders up: kept in the store, so that every replica can show it, and told as an
 * event when it begins and when it is over.
 */
export class SenderFaults {
  readonly #logger = new Logger(SenderFaults.name);
  #known: ReadonlyMap<string, SenderFault> = new Map();
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Pick<Store, 'directory' | 'append'>) {}

  of(sender: string): SenderFault | undefined {
    const fault = this.#known.get(sender);
    return fault && isPresent(fault) ? fault : undefined;
  }

  /** All of them, by sender. */
  all(): readonly (readonly [string, SenderFault])[] {
    return [...this.#known].filter(([, fault]) => isPresent(fault));
  }

  /** Takes what the delivery engine reports: a fault, or without an error that it is over. Never throws. */
  report(sender: string, until: number, error?: StoredError): void {
    if (error) this.#met(sender, until, error);
    else this.worksAgain(sender);
  }

  /** A message was accepted: whatever was wrong is over. Cheap where nothing was. */
  worksAgain(sender: string): void {
    if (!this.#forget(sender)) return;
    this.#logger.log(`Sender ${sender} sends again.`);
    this.#tell(sender, { change: 'sends_again' });
  }

  /** Somebody has changed the sender, or removed it: whether it works is found out by the next message. */
  forget(sender: string): void {
    this.#forget(sender);
  }

  /** Resolves once the store knows what was told before, or is away. */
  async stored(): Promise<void> {
    await this.#last;
  }

  /** Reads the faults anew. */
  async refresh(): Promise<void> {
    const rows = (await this.store.directory.pauses()).filter(({ scope }) => scope === SCOPE);
    this.#known = new Map(
      rows.map(({ subject, reason, until, createdAt }) => [
        subject,
        { error: JSON.parse(reason) as StoredError, since: createdAt, nextProbeAt: until },
      ]),
    );
  }

  #met(sender: string, until: number, error: StoredError): void {
    const former = this.#known.get(sender);
    const isSame = former?.error.code === error.code && former.error.message === error.message;
    if (!isSame) {
      this.#logger.warn(`Sender ${sender} is held up: ${withRemedy(error.message, error.remedy)}`);
      const { code, message, remedy, link } = error;
      this.#tell(sender, { change: 'held_up', code, message, remedy, link });
    }
    const since = isSame ? former.since : Date.now();
    this.#set(sender, { error, since, nextProbeAt: until });
    const row = { scope: SCOPE, subject: sender, until, createdAt: since };
    this.#store(() => this.store.directory.pause({ ...row, reason: JSON.stringify(error) }));
  }

  #forget(sender: string): boolean {
    if (!this.#known.has(sender)) return false;
    this.#set(sender, undefined);
    this.#store(() => this.store.directory.resume(SCOPE, sender));
    return true;
  }

  #tell(sender: string, data: Readonly<Record<string, string | undefined>>): void {
    const event = { sender, type: 'sender.updated', at: Date.now(), data: JSON.stringify(data) };
    this.#store(() => this.store.append([event]));
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

// What asks for the operator stays until a message was accepted. The rest ends by itself, though nothing may be there to
// show it; but the message that is tried then may be waited for that long.
function isPresent({ error, nextProbeAt }: SenderFault): boolean {
  const isOver = nextProbeAt !== null && nextProbeAt + PROBE_MS < Date.now();
  return error.code === 'unauthorized' || !isOver;
}
