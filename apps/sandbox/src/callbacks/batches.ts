import type { Pauses } from '../pauses.js';
import type { Callback } from './callback-sender.js';
import type { CallbackRegistration } from './registration.js';
import type { Batching } from './timeline.js';

interface Open {
  readonly callbacks: Callback[];
  readonly size: number;
}

/** Collects callbacks per receiver until the window ends or the batch is full, whatever messages they are about. */
export class Batches {
  readonly #open = new Map<string, Open>();

  constructor(
    private readonly pauses: Pauses,
    /** Sends a full batch; the promise of `add` ends with it. */
    private readonly send: (
      registration: CallbackRegistration,
      callbacks: readonly Callback[],
    ) => Promise<void>,
  ) {}

  /** Adds one callback; resolves when the batch was sent, where this callback opened or filled it. */
  async add(callback: Callback, { windowMs, size }: Batching): Promise<void> {
    const { registration } = callback;
    const open = this.#open.get(registration.id);
    if (open !== undefined) {
      open.callbacks.push(callback);
      if (open.callbacks.length >= open.size) await this.#flush(registration, open);
      return;
    }
    const fresh: Open = { callbacks: [callback], size };
    this.#open.set(registration.id, fresh);
    await this.pauses.sleep(windowMs);
    await this.#flush(registration, fresh);
  }

  async #flush(registration: CallbackRegistration, batch: Open): Promise<void> {
    if (this.#open.get(registration.id) !== batch) return;
    this.#open.delete(registration.id);
    await this.send(registration, batch.callbacks);
  }
}
