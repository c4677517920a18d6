import type { Op, OpResult, RecordOp } from '../batch/op.js';
import { CommitUnknown, StoreUnavailable } from '../errors.js';
import type { Engine } from '../engine.js';
import { GroupCommit, type Key } from '../group-commit.js';
import type { HealthWatch } from '../health-watch.js';
import type {
  Changed,
  Finish,
  Idempotency,
  Inserted,
  InsertedGroup,
  Insertion,
  NewEvidence,
  Recorded,
  Start,
  Transition,
} from '../operations.js';
import type { EvidenceRow } from '../rows.js';
import type { MessageWrites } from '../store.js';
import { SqlMessageReads } from './message-reads.js';
import { changeOp, insertOp, recordOp, startOp, tieOp } from './to-op.js';

/** Writes of messages, through the group commit, beside the reads. */
export class SqlMessages extends SqlMessageReads implements MessageWrites {
  protected readonly commit: GroupCommit;

  constructor(engine: Engine, watch: HealthWatch) {
    super(engine, watch);
    this.commit = new GroupCommit(engine, watch);
  }

  async insert(insertion: Insertion): Promise<Inserted> {
    const { idempotency } = insertion;
    const group = await this.insertGroup([insertion], idempotency);
    return group.kind === 'inserted' ? only(group.items) : group;
  }

  async insertEach(insertions: readonly Insertion[]): Promise<readonly (Inserted | Error)[]> {
    const settled = await Promise.allSettled(insertions.map((item) => this.insert(item)));
    return settled.map((result) => {
      if (result.status === 'fulfilled') return result.value;
      const reason: unknown = result.reason;
      if (reason instanceof StoreUnavailable || reason instanceof CommitUnknown) throw reason;
      return reason instanceof Error ? reason : new Error(String(reason));
    });
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
    return (await this.add('start', startOp(starts), keys, starts.length)).marked;
  }

  finish(finish: Finish): Promise<Changed> {
    const from = ['sending', 'unknown'] as const;
    return this.transition({ ...finish, from, attempts: finish.attempt.n });
  }

  async transition(transition: Transition): Promise<Changed> {
    const op = changeOp(transition);
    const { sequence, status } = await this.add('change', op, [transition.position]);
    return sequence === null ? { applied: false, status } : { applied: true, sequence };
  }

  transitionEach(transitions: readonly Transition[]): Promise<readonly Changed[]> {
    return Promise.all(transitions.map((transition) => this.transition(transition)));
  }

  async record(evidence: NewEvidence): Promise<Recorded> {
    return only(await this.recordAll([recordOp(evidence)]));
  }

  rematch(evidence: readonly EvidenceRow[]): Promise<readonly Recorded[]> {
    return this.recordAll(evidence.map((row) => tieOp(row, null)));
  }

  async infer(evidence: EvidenceRow, message: number, attempt: number): Promise<Recorded> {
    return only(await this.recordAll([tieOp(evidence, { message, attempt })]));
  }

  async settleEvidence(positions: readonly number[], at: number): Promise<void> {
    const rows = positions.map((position) => [position, at]);
    if (rows.length > 0) await this.add('settle', { kind: 'settle', rows }, [], rows.length);
  }

  private async insertGroup(
    insertions: readonly Insertion[],
    claim: Idempotency | undefined,
  ): Promise<InsertedGroup> {
    const keys = claim ? [JSON.stringify([claim.principal, claim.key])] : [];
    const op = insertOp(insertions, claim);
    const { inserted } = await this.add('insert', op, keys, insertions.length);
    if (inserted.kind !== 'inserted') return inserted;
    const { positions, sending } = inserted;
    const items = positions.map((position, at) => ({
      kind: 'inserted' as const,
      position,
      status: sending[at] ? ('sending' as const) : ('queued' as const),
    }));
    return { kind: 'inserted', items };
  }

  private async recordAll(ops: readonly RecordOp[]): Promise<readonly Recorded[]> {
    const keyed = (op: RecordOp): Key => JSON.stringify(['evidence', op.sender, op.itemId]);
    const results = await Promise.all(ops.map((op) => this.add('record', op, [keyed(op)])));
    const records = results.map(({ record }) => record);
    const evidence = await this.evidenceAt(records.map(({ position }) => position));
    const messages = await this.messagesAt(
      records.flatMap(({ message }) => (message === null ? [] : [message])),
    );
    return records.map(({ duplicate, position, message }) => {
      const row = evidence.get(position);
      if (!row) throw new Error('Evidence was pruned while it was recorded.');
      return { duplicate, evidence: row, message: messages.get(message ?? 0) ?? null };
    });
  }

  private async add<Kind extends Op['kind']>(
    kind: Kind,
    op: Extract<Op, { kind: Kind }>,
    keys: readonly Key[],
    weight = 1,
  ): Promise<Extract<OpResult, { kind: Kind }>> {
    return (await this.commit.add(op, keys, weight)) as Extract<OpResult, { kind: Kind }>;
  }
}

function only<Item>(items: readonly Item[]): Item {
  const [first] = items;
  if (first === undefined) throw new Error('The store gave no result for an operation.');
  return first;
}
