import type { LaneEntry } from './lane-entry.js';

/** A pause without an end: only a change by the operator lifts it. */
export const UNTIL_CHANGED = Number.POSITIVE_INFINITY;

const SWEEP_EVERY = 4_096;
const SENDER = '';

/**
 * Who is held up until when: the sender, some of its recipients, some of its templates. A pause is only ever lengthened,
 * and ends by itself, in memory too.
 */
export class Pauses {
  readonly #until = new Map<string, number>();
  #asked = 0;

  /** Holds up the whole sender. */
  pauseSender(until: number): void {
    this.#pause(SENDER, until);
  }

  pauseRecipient(recipient: string, until: number): void {
    this.#pause(`r ${recipient}`, until);
  }

  pauseTemplate(template: string, until: number): void {
    this.#pause(`t ${template}`, until);
  }

  resumeSender(): void {
    this.#until.delete(SENDER);
  }

  /** When the pause of the sender ends; undefined where there is none. */
  senderUntil(now: number): number | undefined {
    return this.#end(SENDER, now);
  }

  /** The same for the recipient of an entry. Asked several times for each message, and hardly ever is anything paused. */
  recipientUntil({ recipient }: LaneEntry, now: number): number | undefined {
    return this.size === 0 ? undefined : this.#end(`r ${recipient}`, now);
  }

  /** The same for its template. */
  templateUntil({ template }: LaneEntry, now: number): number | undefined {
    return this.size === 0 || template === undefined ? undefined : this.#end(`t ${template}`, now);
  }

  /** The later of both. */
  entryUntil(entry: LaneEntry, now: number): number | undefined {
    const ends = [this.recipientUntil(entry, now), this.templateUntil(entry, now)].filter(
      (end) => end !== undefined,
    );
    return ends.length > 0 ? Math.max(...ends) : undefined;
  }

  get size(): number {
    return this.#until.size;
  }

  #pause(subject: string, until: number): void {
    this.#until.set(subject, Math.max(until, this.#until.get(subject) ?? 0));
  }

  #end(subject: string, now: number): number | undefined {
    if (++this.#asked % SWEEP_EVERY === 0) this.#sweep(now);
    const until = this.#until.get(subject);
    if (until === undefined) return undefined;
    if (until > now) return until;
    this.#until.delete(subject);
    return undefined;
  }

  // For subjects that nobody asks about again.
  #sweep(now: number): void {
    for (const [subject, until] of this.#until) if (until <= now) this.#until.delete(subject);
  }
}
