import type { CallbackItem, InboundItem, MessagingProvider } from 'waypost/providers';
import { isAway, type CallbackEnd, type Callbacks, type ItemEvent } from 'waypost/store';
import type { CallbackRef, KeptCallback, ReadReference, StatusReport } from './item-writes.js';
import { readCallback, type Reading } from './reading.js';
import type { Shape } from './shape.js';
import { Tally, type ItemOutcome } from './tally.js';

/** What applying callbacks needs around it. */
export interface ApplySurroundings {
  /** Who reads the callbacks of a sender; undefined where nobody can. */
  reader(sender: string): Pick<MessagingProvider, 'translate'> | undefined;
  /** Records what is said of messages; refuses all where the store refuses one. */
  take(
    reports: readonly StatusReport[],
  ): Promise<readonly { readonly duplicate: boolean; readonly known: boolean }[]>;
  /** Stores a message of a user. */
  receive(callback: CallbackRef, item: InboundItem): Promise<{ readonly duplicate: boolean }>;
  readonly readReference: ReadReference;
  /** Counts what became of an item. */
  count(provider: string, kind: CallbackItem['kind'], outcome: ItemOutcome): void;
  /** Tells a person of a shape that nobody knows. */
  warn(callback: CallbackRef, reason: string, shape: Shape): void;
  /** Tells a person of a callback that stays pending, for the store refuses to settle it. */
  stuck(callback: CallbackRef, error: unknown): void;
}

/** An item on its way into the store, and the tally of the callback that it came in. */
interface Sorted<Write> {
  readonly kind: CallbackItem['kind'];
  readonly tally: Tally;
  readonly write: Write;
}

/** Applies callbacks, many at once: each item on its own, so that a bad one never sinks the rest. */
export class Applier {
  constructor(
    private readonly store: Pick<Callbacks, 'settle'>,
    private readonly around: ApplySurroundings,
  ) {}

  /** What a callback says. Never throws. */
  read(callback: KeptCallback): Reading {
    const reader = this.around.reader(callback.sender);
    return readCallback(callback, reader, this.around.readReference);
  }

  /** Reads callbacks and records them. */
  apply(callbacks: readonly KeptCallback[]): Promise<void> {
    return this.record(callbacks.map((callback) => this.read(callback)));
  }

  /**
   * Records what callbacks say and settles them. May be repeated: what was recorded before counts once.
   * @throws StoreUnavailable, CommitUnknown; the callbacks are pending as before then
   */
  async record(readings: readonly Reading[]): Promise<void> {
    try {
      await this.#recordTogether(readings);
    } catch (error) {
      if (isAway(error)) throw error;
      const [only] = readings;
      if (readings.length > 1) for (const reading of readings) await this.record([reading]);
      else if (only) await this.#giveUp(only, error);
    }
  }

  async #recordTogether(readings: readonly Reading[]): Promise<void> {
    const reports: Sorted<StatusReport>[] = [];
    const events: Sorted<ItemEvent>[] = [];
    const inbound: Sorted<() => Promise<{ readonly duplicate: boolean }>>[] = [];
    const tallies = readings.map((reading) => {
      const { items, fault } = reading;
      const tally = new Tally(reading);
      if (fault !== undefined) tally.fail(fault);
      for (const item of items) {
        if ('report' in item) reports.push({ kind: item.kind, tally, write: item.report });
        else if ('event' in item) {
          if (item.kind === 'unknown') this.#tellUnknown(reading, item, tally);
          events.push({ kind: item.kind, tally, write: item.event });
        } else if (item.kind === 'inbound') {
          const write = () => this.around.receive(reading, item.item);
          inbound.push({ kind: item.kind, tally, write });
        } else tally.add('ignored', 'ignored');
      }
      return tally;
    });
    await this.#report(reports);
    await Promise.all(inbound.map((one) => this.#receive(one)));
    await this.#settle(tallies, events);
  }

  #tellUnknown(
    callback: CallbackRef,
    { reason, shape }: { readonly reason: string; readonly shape: Shape },
    tally: Tally,
  ): void {
    tally.unknown(reason, shape);
    this.around.warn(callback, reason, shape);
  }

  // What the store refuses altogether is left to a person, and never holds up the rest.
  async #giveUp(callback: CallbackRef, error: unknown): Promise<void> {
    const tally = new Tally(callback);
    tally.refused('unknown', error);
    try {
      await this.store.settle([tally.end(Date.now())], []);
      this.#count(tally);
    } catch (refusal) {
      if (isAway(refusal)) throw refusal;
      this.around.stuck(callback, refusal);
    }
  }

  #count(tally: Tally): void {
    tally.report((provider, kind, outcome) => this.around.count(provider, kind, outcome));
  }

  // Together; where the store refuses that, one by one, so that only the offender is left out.
  async #report(reports: readonly Sorted<StatusReport>[]): Promise<void> {
    if (reports.length === 0) return;
    try {
      const taken = await this.around.take(reports.map(({ write }) => write));
      reports.forEach(({ kind, tally }, at) => {
        const { duplicate = false, known = false } = taken[at] ?? {};
        tally.add(kind, duplicate ? 'duplicate' : known ? 'applied' : 'parked');
      });
    } catch (error) {
      if (isAway(error)) throw error;
      const [only] = reports;
      if (reports.length > 1) for (const report of reports) await this.#report([report]);
      else if (only) only.tally.refused(only.kind, error);
    }
  }

  async #receive({ kind, tally, write }: Sorted<() => Promise<{ duplicate: boolean }>>) {
    try {
      const { duplicate } = await write();
      tally.add(kind, duplicate ? 'duplicate' : 'applied');
    } catch (error) {
      if (isAway(error)) throw error;
      tally.refused(kind, error);
    }
  }

  async #settle(tallies: readonly Tally[], events: readonly Sorted<ItemEvent>[]): Promise<void> {
    const at = Date.now();
    const known = events.filter(({ kind }) => kind !== 'unknown');
    for (const { kind, tally } of known) tally.add(kind, 'applied');
    const ends = tallies.map((tally): CallbackEnd => tally.end(at));
    const writes = events.map(({ write }) => write);
    try {
      const told = await this.store.settle(ends, writes);
      events.forEach(({ kind, tally }, place) => {
        if (kind !== 'unknown' && told[place] === false) tally.repeat(kind);
      });
    } catch (error) {
      const [only] = tallies;
      if (isAway(error) || tallies.length > 1 || !only || events.length === 0) throw error;
      for (const { kind } of known) only.add(kind, 'applied', -1);
      await this.#settleAlone(only, events);
    }
    for (const tally of tallies) this.#count(tally);
  }

  // One event after the other, so that only the offender is left out.
  async #settleAlone(tally: Tally, events: readonly Sorted<ItemEvent>[]): Promise<void> {
    for (const { kind, write } of events) {
      try {
        const [isNew] = await this.store.settle([], [write]);
        if (kind !== 'unknown') tally.add(kind, isNew === false ? 'duplicate' : 'applied');
      } catch (error) {
        if (isAway(error)) throw error;
        tally.refused(kind, error);
      }
    }
    await this.store.settle([tally.end(Date.now())], []);
  }
}
