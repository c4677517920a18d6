import type { ReceiveResult } from '../batch/op.js';
import type { Compiler } from '../dialect.js';
import type { GroupCommit } from '../group-commit.js';
import type {
  Inbound,
  InboundFilter,
  InboundPage,
  InboundRow,
  MediaAttempt,
  NewInbound,
  Received,
} from '../inbound.js';
import { type InboundChanges, inboundChanges } from '../queries/inbound-changes.js';
import {
  inboundBetween,
  type InboundReads,
  inboundReads,
  inboundRow,
  inboundWindowEnd,
} from '../queries/inbound-reads.js';
import type { Statement } from '../step.js';
import { receiveOp } from './to-op.js';
import { walk } from './walk.js';
import type { WatchedEngine } from './watched-engine.js';

/** How many answers are looked at in one transaction. */
const ANSWERS_AT_ONCE = 200;

export class SqlInbound implements Inbound {
  private readonly reads: InboundReads;
  private readonly changes: InboundChanges;

  constructor(
    private readonly engine: WatchedEngine,
    private readonly commit: GroupCommit,
    private readonly db: Compiler,
  ) {
    this.reads = inboundReads(db, engine.dialect);
    this.changes = inboundChanges(db, engine.dialect);
  }

  async receive(message: NewInbound): Promise<Received> {
    const key = JSON.stringify(['inbound', message.sender, message.itemId]);
    return (await this.commit.add(receiveOp(message), [key])) as ReceiveResult;
  }

  async find(id: string): Promise<InboundRow | undefined> {
    return (await this.rows(this.reads.findInbound({ id })))[0];
  }

  list(filter: InboundFilter, options: { before?: number; limit: number }): Promise<InboundPage> {
    const { dialect } = this.engine;
    const end = async (before: number) => {
      const [row] = await this.engine.read(inboundWindowEnd(this.db, filter, before));
      return row && Number(row.position);
    };
    return walk<InboundRow>(
      { end, between: (range) => this.rows(inboundBetween(this.db, dialect, filter, range)) },
      options,
    );
  }

  async resolveAnswers(giveUpBefore: number): Promise<number> {
    let found = 0;
    for (let after = 0; ;) {
      const open = await this.engine.read(
        this.changes.unanswered({ after, limit: ANSWERS_AT_ONCE }),
      );
      const positions = JSON.stringify(open.map(({ position }) => position));
      if (open.length > 0) found += await this.resolve(positions, giveUpBefore);
      if (open.length < ANSWERS_AT_ONCE) return found;
      after = Number(open.at(-1)?.position);
    }
  }

  async claimMedia({ ttlMs, limit }: { ttlMs: number; limit: number }): Promise<InboundRow[]> {
    const [claimed = []] = await this.engine.run([this.changes.claimMedia({ ttl: ttlMs, limit })]);
    if (claimed.length === 0) return [];
    const positions = JSON.stringify(claimed.map(([position]) => position));
    return this.rows(this.reads.inboundAt({ positions }));
  }

  async endMedia({ position, n, state, inMs, result }: MediaAttempt): Promise<boolean> {
    const values = { position, n, state, in: inMs ?? null, result };
    const [changed = []] = await this.engine.run([this.changes.endMedia(values)]);
    return changed.length > 0;
  }

  private async resolve(positions: string, before: number): Promise<number> {
    const [resolved = []] = await this.engine.run([
      this.changes.resolve({ positions }),
      this.changes.giveUp({ positions, before }),
    ]);
    return resolved.length;
  }

  private async rows(statement: Statement): Promise<InboundRow[]> {
    return (await this.engine.read(statement)).map(inboundRow);
  }
}
