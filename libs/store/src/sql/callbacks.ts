import { isUtf8 } from 'node:buffer';
import type {
  CallbackEnd,
  CallbackFilter,
  CallbackPage,
  CallbackRow,
  Callbacks,
  ItemEvent,
  ListedCallback,
  NewCallback,
} from '../callbacks.js';
import type { Compiler } from '../dialect.js';
import type { GroupCommit } from '../group-commit.js';
import {
  callbackReads,
  type CallbackReads,
  callbackRow,
  callbacksBetween,
  callbackWindowEnd,
} from '../queries/callback-reads.js';
import type { Row, Statement } from '../step.js';
import { walk } from './walk.js';
import type { WatchedEngine } from './watched-engine.js';

export class SqlCallbacks implements Callbacks {
  private readonly queries: CallbackReads;

  constructor(
    private readonly engine: WatchedEngine,
    private readonly commit: GroupCommit,
    private readonly db: Compiler,
  ) {
    this.queries = callbackReads(db, engine.dialect);
  }

  async keep(callback: NewCallback): Promise<number> {
    const op = { kind: 'keep-callback', ...rowOf(callback) } as const;
    return (await this.commit.add(op, [])) as number;
  }

  async settle(
    ends: readonly CallbackEnd[],
    events: readonly ItemEvent[],
  ): Promise<readonly boolean[]> {
    if (ends.length + events.length === 0) return [];
    // Not the vendor's time: by this it is forgotten again.
    const claimedAt = Date.now();
    const op = {
      kind: 'end-callbacks',
      ends: rangesOf(ends),
      items: events.map(({ sender, itemId }) => [sender, itemId, claimedAt]),
      events: events.map(({ sender, type, at, data }) => [sender, type, at, data] as const),
    } as const;
    return (await this.commit.add(op, [], ends.length + events.length)) as readonly boolean[];
  }

  async pending(options: {
    after: number;
    limit: number;
    bytes?: number;
  }): Promise<readonly CallbackRow[]> {
    const { after, bytes = Infinity } = options;
    const sizes = await this.engine.read(this.queries.pendingSizes(options));
    let total = 0;
    const fitting = sizes.filter(({ size }, at) => (total += Number(size)) <= bytes || at === 0);
    if (fitting.length === 0) return [];
    return this.rows(this.queries.pendingCallbacks({ after, limit: fitting.length }));
  }

  async find(position: number): Promise<CallbackRow | undefined> {
    return (await this.rows(this.queries.findCallback({ position })))[0];
  }

  list(filter: CallbackFilter, options: { before?: number; limit: number }): Promise<CallbackPage> {
    const { dialect } = this.engine;
    const end = async (before: number) => {
      const [row] = await this.engine.read(callbackWindowEnd(this.db, filter, before));
      return row && Number(row.position);
    };
    const between = async (range: { after: number; before: number; limit: number }) =>
      (await this.engine.read(
        callbacksBetween(this.db, dialect, filter, range),
      )) as unknown as ListedCallback[];
    return walk({ end, between }, options);
  }

  async reopen(positions: readonly number[]): Promise<number> {
    if (positions.length === 0) return 0;
    const statement = this.queries.reopenCallbacks({ positions: JSON.stringify(positions) });
    const [reopened = []] = await this.engine.run([statement]);
    return reopened.length;
  }

  private async rows(statement: Statement): Promise<CallbackRow[]> {
    return (await this.engine.read(statement)).map(callbackRow);
  }
}

/** The values of `END`: callbacks that follow each other and ended alike are one row. */
function rangesOf(ends: readonly CallbackEnd[]): Row[] {
  const rows: Row[] = [];
  let first = 0;
  ends.forEach((end, at) => {
    const next = ends[at + 1];
    if (next?.position === end.position + 1 && isAlike(end, next)) return;
    const { outcome, shape, summary, at: settledAt, position } = end;
    rows.push([outcome, shape, summary, settledAt, ends[first]?.position ?? position, position]);
    first = at + 1;
  });
  return rows;
}

function isAlike(one: CallbackEnd, other: CallbackEnd): boolean {
  return (
    one.outcome === other.outcome &&
    one.shape === other.shape &&
    one.summary === other.summary &&
    one.at === other.at
  );
}

/** The values of a callback in the order of `CALLBACK`, and its body. */
function rowOf({ sender, provider, receivedAt, method, headers, query, body }: NewCallback): {
  readonly row: Row;
  readonly body: string;
} {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // PostgreSQL's text holds everything but a zero.
  const isText = isUtf8(bytes) && !bytes.includes(0);
  const row = [
    sender,
    provider,
    receivedAt,
    'pending',
    method,
    JSON.stringify(headers),
    JSON.stringify(query),
    isText ? 0 : 1,
  ];
  return { row, body: bytes.toString(isText ? 'utf8' : 'base64') };
}
