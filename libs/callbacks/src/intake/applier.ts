import type { CallbackItem, InboundItem, MessagingProvider } from 'waypost/providers';
import { isAway, type CallbackEnd, type Callbacks, type ItemEvent } from 'waypost/store';
import {
  noticeOf,
  reportOf,
  unknownOf,
  type KeptCallback,
  type ReadReference,
  type StatusReport,
} from './item-writes.js';
import { shapeOf, type Shape } from './shape.js';
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
  receive(callback: KeptCallback, item: InboundItem): Promise<{ readonly duplicate: boolean }>;
  readonly readReference: ReadReference;
  /** Counts what became of an item. */
  count(provider: string, kind: CallbackItem['kind'], outcome: ItemOutcome): void;
  /** Tells a person of a shape that nobody knows. */
  warn(callback: KeptCallback, reason: string, shape: Shape): void;
  /** Tells a person of a callback that stays pending, for the store refuses to settle it. */
  stuck(callback: KeptCallback, error: unknown): void;
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

  /**
   * Applies callbacks and settles them. May be repeated: what was recorded before counts once.
   * @throws StoreUnavailable, CommitUnknown; the callbacks are pending as before then
   */
  async apply(callbacks: readonly KeptCallback[]): Promise<void> {
    try {
      await this.#applyTogether(callbacks);
    } catch (error) {
      if (isAway(error)) throw error;
      const [only] = callbacks;
      if (callbacks.length > 1) for (const callback of callbacks) await this.apply([callback]);
      else if (only) await this.#giveUp(only, error);
    }
  }

  async #applyTogether(callbacks: readonly KeptCallback[]): Promise<void> {
    const reports: Sorted<StatusReport>[] = [];
    const events: Sorted<ItemEvent>[] = [];
    const inbound: Sorted<() => Promise<{ readonly duplicate: boolean }>>[] = [];
    const tallies = callbacks.map((callback) => {
      const tally = new Tally(callback);
      for (const item of this.#read(callback, tally)) {
        const { kind } = item;
        if (kind === 'status' || kind === 'billing') {
          const write = reportOf(callback, item, this.around.readReference);
          reports.push({ kind, tally, write });
        } else if (kind === 'inbound') {
          inbound.push({ kind, tally, write: () => this.around.receive(callback, item) });
        } else if (kind === 'template' || kind === 'account') {
          events.push({ kind, tally, write: noticeOf(callback, item) });
        } else if (kind === 'unknown') {
          const shape = shapeOf(item.raw);
          tally.unknown(item.reason, shape);
          this.around.warn(callback, item.reason, shape);
          events.push({ kind, tally, write: unknownOf(callback, item, shape) });
        } else tally.add('ignored', 'ignored');
      }
      return tally;
    });
    await this.#report(reports);
    await Promise.all(inbound.map((one) => this.#receive(one)));
    await this.#settle(tallies, events);
  }

  // What the store refuses altogether is left to a person, and never holds up the rest.
  async #giveUp(callback: KeptCallback, error: unknown): Promise<void> {
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

  #read(callback: KeptCallback, tally: Tally): readonly CallbackItem[] {
    const reader = this.around.reader(callback.sender);
    if (!reader) {
      tally.fail('Nobody can read the callbacks of this sender at the moment.');
      return [];
    }
    try {
      return reader.translate(callback);
    } catch {
      tally.fail('The provider failed to read the callback.');
      return [];
    }
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
