import type { ChangeOp, Op, OpResults, RecordOp } from '../batch/op.js';
import { isAway, StoreUnavailable } from '../errors.js';
import type { GroupCommit, Key } from '../group-commit.js';
import type {
  Changed,
  Finish,
  Idempotency,
  Inserted,
  InsertedGroup,
  Insertion,
  LooseEvent,
  NewEvidence,
  Noted,
  Recorded,
  Start,
  Transition,
} from '../operations.js';
import type { EvidenceRow, MessageStatus } from '../rows.js';
import type { MessageWrites } from '../store.js';
import { SqlMessageReads } from './message-reads.js';
import { appendOp, changeOp, insertOp, recordOp, startOp, texts, tieOp } from './to-op.js';
import type { WatchedEngine } from './watched-engine.js';

/** In one of these is a message whose attempt ends. */
const UNDER_WAY = texts(['sending', 'unknown'] satisfies MessageStatus[]);

/** How many messages without a key of their own share an operation. */
const MAX_RUN = 250;

/** Writes of messages, through the group commit, beside the reads. */
export class SqlMessages extends SqlMessageReads implements MessageWrites {
  constructor(
    database: WatchedEngine,
    protected readonly commit: GroupCommit,
  ) {
    super(database);
  }

  async insert(insertion: Insertion): Promise<Inserted> {
    const { idempotency } = insertion;
    const group = await this.insertGroup([insertion], idempotency);
    return group.kind === 'inserted' ? only(group.items) : group;
  }

  async insertEach(insertions: readonly Insertion[]): Promise<readonly (Inserted | Error)[]> {
    const runs = await Promise.all(runsOf(insertions).map((run) => this.insertRun(run)));
    const results = runs.flat();
    const [first] = results;
    const isNoneStored = results.every((result) => result instanceof StoreUnavailable);
    if (isNoneStored && first instanceof StoreUnavailable) throw first;
    return results;
  }

  insertTogether(
    insertions: readonly Insertion[],
    idempotency: Idempotency,
  ): Promise<InsertedGroup> {
    if (insertions.some((insertion) => insertion.idempotency)) {
      throw new Error('Messages stored together share one idempotency key; give them none each.');
    }
    return this.insertGroup(insertions, idempotency);
  }

  async start(starts: readonly Start[]): Promise<readonly number[]> {
    if (starts.length === 0) return [];
    const keys = starts.map(({ position }) => position);
    return this.add('start', startOp(starts), keys, starts.length);
  }

  finish(finish: Finish): Promise<Changed> {
    return this.change(finish.position, changeOp(finish, UNDER_WAY, finish.attempt.n));
  }

  transition(transition: Transition): Promise<Changed> {
    const { position, from, attempts } = transition;
    return this.change(position, changeOp(transition, texts(from), attempts));
  }

  transitionEach(transitions: readonly Transition[]): Promise<readonly Changed[]> {
    return Promise.all(transitions.map((transition) => this.transition(transition)));
  }

  async record(evidence: NewEvidence): Promise<Recorded> {
    return only(await this.recordAll(recordOp([evidence])));
  }

  async recordEach(evidence: readonly NewEvidence[]): Promise<readonly Noted[]> {
    if (evidence.length === 0) return [];
    return this.add('record', recordOp(evidence), [], evidence.length);
  }

  rematch(evidence: readonly EvidenceRow[]): Promise<readonly Recorded[]> {
    return this.recordAll(tieOp(evidence));
  }

  async infer(evidence: EvidenceRow, message: number, attempt: number): Promise<Recorded> {
    return only(await this.recordAll(tieOp([evidence], { message, attempt })));
  }

  async settleEvidence(positions: readonly number[], at: number): Promise<void> {
    const rows = positions.map((position) => [position, at]);
    if (rows.length > 0) await this.add('settle', { kind: 'settle', rows }, [], rows.length);
  }

  async append(events: readonly LooseEvent[]): Promise<void> {
    if (events.length > 0) await this.add('append', appendOp(events), [], events.length);
  }

  private change(position: number, op: ChangeOp): Promise<Changed> {
    return this.add('change', op, [position]).then(changed);
  }

  private async insertGroup(
    insertions: readonly Insertion[],
    claim: Idempotency | undefined,
  ): Promise<InsertedGroup> {
    const keys = claim ? [JSON.stringify([claim.principal, claim.key])] : [];
    const op = insertOp(insertions, claim);
    const inserted = await this.add('insert', op, keys, insertions.length);
    if (inserted.kind !== 'inserted') return inserted;
    const { positions, putBack } = inserted;
    const items = positions.map((position, at) => {
      const isSending = insertions[at]?.sending !== undefined && !putBack.includes(at);
      const status = isSending ? ('sending' as const) : ('queued' as const);
      return { kind: 'inserted' as const, position, status };
    });
    return { kind: 'inserted', items };
  }

  /** Stores them in one operation; where one of them errs, each in its own, so that only the offender does. */
  private async insertRun(run: readonly Insertion[]): Promise<readonly (Inserted | Error)[]> {
    try {
      const group = await this.insertGroup(run, run[0]?.idempotency);
      return group.kind === 'inserted' ? group.items : [group];
    } catch (error) {
      if (isAway(error) || run.length === 1) return run.map(() => error as Error);
      return (await Promise.all(run.map((insertion) => this.insertRun([insertion])))).flat();
    }
  }

  private async recordAll(op: RecordOp): Promise<readonly Recorded[]> {
    if (op.items.length === 0) return [];
    const noted = await this.add('record', op, [], op.items.length);
    const rows = await this.recorded(noted.map(({ position }) => position));
    const byPosition = new Map(rows.map((row) => [row.evidence.position, row]));
    return noted.map(({ duplicate, position }) => {
      const row = byPosition.get(position);
      if (!row) throw new Error('Evidence was pruned while it was recorded.');
      return { ...row, duplicate };
    });
  }

  private add<Kind extends Op['kind']>(
    kind: Kind,
    op: Extract<Op, { kind: Kind }>,
    keys: readonly Key[],
    weight = 1,
  ): Promise<OpResults[Kind]> {
    return this.commit.add(op, keys, weight) as Promise<OpResults[Kind]>;
  }
}

/** Splits them so that each with an idempotency key is alone, in order. */
function runsOf(insertions: readonly Insertion[]): Insertion[][] {
  const runs: Insertion[][] = [];
  let open: Insertion[] | undefined;
  for (const insertion of insertions) {
    if (open && !insertion.idempotency && open.length < MAX_RUN) open.push(insertion);
    else runs.push((open = [insertion]));
    if (insertion.idempotency) open = undefined;
  }
  return runs;
}

function changed(result: OpResults['change']): Changed {
  return typeof result === 'number'
    ? { applied: true, sequence: result }
    : { applied: false, status: result };
}

function only<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('The store gave no result for an operation.');
  return first;
}
