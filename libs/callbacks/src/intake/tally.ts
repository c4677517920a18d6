import type { CallbackItem } from 'waypost/providers';
import type { CallbackEnd } from 'waypost/store';
import type { CallbackRef } from './item-writes.js';
import type { Shape } from './shape.js';

type Kind = CallbackItem['kind'];

/**
 * What became of an item: `applied`; `duplicate`, it came before; `parked`, it is about a message that is not known
 * (yet); `ignored`, it does not concern us; `unknown`, nobody knows its shape; `failed`, it could not be recorded.
 */
export type ItemOutcome = 'applied' | 'duplicate' | 'parked' | 'ignored' | 'unknown' | 'failed';

/** What was in a callback, as it is stored and shown. */
export interface CallbackSummary {
  /** How many items of each kind came to which end. */
  readonly items: Partial<Record<Kind, Partial<Record<ItemOutcome, number>>>>;
  /** What was not understood or not recorded, in sentences without personal data. */
  readonly reasons?: readonly string[];
  /** The paths of the members of what was not understood. */
  readonly keys?: readonly string[];
}

const MAX_REASONS = 10;

/** Counts what became of the items of one callback. */
export class Tally {
  readonly #items: Partial<Record<Kind, Partial<Record<ItemOutcome, number>>>> = {};
  #reasons: string[] | undefined;
  #shape: Shape | undefined;
  #failed = false;

  constructor(private readonly callback: CallbackRef) {}

  add(kind: Kind, outcome: ItemOutcome, count = 1): void {
    const outcomes = (this.#items[kind] ??= {});
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }

  unknown(reason: string, shape: Shape): void {
    this.add('unknown', 'unknown');
    this.#shape ??= shape;
    this.#note(reason);
  }

  /** The whole callback could not be read. */
  fail(reason: string): void {
    this.add('unknown', 'failed');
    this.#failed = true;
    this.#note(reason);
  }

  /** The store refused an item. What it said may hold the item's values, so only the kind of error is told. */
  refused(kind: Kind, error: unknown): void {
    this.add(kind, 'failed');
    this.#failed = true;
    const name = error instanceof Error ? error.name : typeof error;
    this.#note(`An item of the kind ${kind} could not be recorded (${name}).`);
  }

  /** What counted as applied turned out to have come before. */
  repeat(kind: Kind): void {
    this.add(kind, 'applied', -1);
    this.add(kind, 'duplicate');
  }

  end(at: number): CallbackEnd {
    const outcome = this.#failed ? 'failed' : this.#shape ? 'unknown' : 'applied';
    const summary: CallbackSummary = {
      items: this.#items,
      ...(this.#reasons && { reasons: this.#reasons }),
      ...(this.#shape && { keys: this.#shape.keys }),
    };
    return {
      position: this.callback.position,
      outcome,
      shape: this.#shape?.id ?? null,
      summary: JSON.stringify(summary),
      at,
    };
  }

  report(count: (provider: string, kind: Kind, outcome: ItemOutcome) => void): void {
    for (const [kind, outcomes] of Object.entries(this.#items)) {
      for (const [outcome, times] of Object.entries(outcomes)) {
        for (let n = 0; n < times; n++) {
          count(this.callback.provider, kind as Kind, outcome as ItemOutcome);
        }
      }
    }
  }

  #note(reason: string): void {
    this.#reasons ??= [];
    const isNew = !this.#reasons.includes(reason);
    if (isNew && this.#reasons.length < MAX_REASONS) this.#reasons.push(reason);
  }
}
