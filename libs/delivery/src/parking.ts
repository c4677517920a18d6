import type { EvidenceRow, Store } from 'waypost/store';

/** How old evidence without a message is when it is looked at again: it came before the answer of its attempt, or before that attempt was known to have none. */
const LOOKS_MS = [1_000, 5_000, 30_000, 180_000] as const;
/** At the start, what is older is left alone: it speaks of messages that are not ours. */
const FORGET_MS = 600_000;
const PAGE = 500;

/** Looks again, a few times, for the messages of evidence that had none when it came. Each look costs what is new, however much is parked. */
export class Parking {
  #cursors: number[] | undefined;

  constructor(
    private readonly store: Pick<Store, 'parkedEvidence' | 'lastParkedBefore'>,
    private readonly rematch: (parked: readonly EvidenceRow[]) => Promise<unknown>,
  ) {}

  async look(now: number): Promise<void> {
    const cursors = (this.#cursors ??= await this.#begin(now));
    for (const [look, age] of LOOKS_MS.entries()) {
      cursors[look] = await this.#pass(cursors[look] ?? 0, now - age);
    }
  }

  async #begin(now: number): Promise<number[]> {
    const from = await this.store.lastParkedBefore(now - FORGET_MS);
    return LOOKS_MS.map(() => from);
  }

  async #pass(from: number, before: number): Promise<number> {
    for (let after = from; ;) {
      const page = await this.store.parkedEvidence({ after, limit: PAGE });
      const young = page.findIndex(({ receivedAt }) => receivedAt >= before);
      const due = young < 0 ? page : page.slice(0, young);
      if (due.length > 0) await this.rematch(due);
      after = due.at(-1)?.position ?? after;
      if (due.length < PAGE) return after;
    }
  }
}
