import { type Compiler, compilerFor } from '../dialect.js';
import type { FeedPage, MessageFilter, MessagePage, Recorded } from '../operations.js';
import { listBetween, windowEnd } from '../queries/list.js';
import { messageReads, type MessageReads as ReadQueries } from '../queries/message-reads.js';
import { queueReads, type QueueReads } from '../queries/queue-reads.js';
import {
  attemptRow,
  eventRow,
  evidenceRow,
  messageRow,
  waitingRow,
} from '../queries/select-rows.js';
import type {
  AliasRow,
  AttemptRow,
  Depth,
  Depths,
  EventRow,
  EvidenceRow,
  MessageRow,
  Priority,
  ScheduledDepth,
  WaitingRow,
} from '../rows.js';
import type { Statement } from '../step.js';
import type { MessageReads, Stirring } from '../store.js';
import { MAX_WINDOWS, walk } from './walk.js';
import type { WatchedEngine } from './watched-engine.js';

const FEED_WINDOW = 500;
const PRIORITIES: readonly Priority[] = [0, 1, 2];

export class SqlMessageReads implements MessageReads {
  private readonly db: Compiler;
  private readonly queue: QueueReads;
  private readonly queries: ReadQueries;

  constructor(protected readonly database: WatchedEngine) {
    this.db = compilerFor(database.dialect);
    this.queue = queueReads(this.db, database.dialect);
    this.queries = messageReads(this.db, database.dialect, database.feedBase);
  }

  load(
    sender: string,
    priority: Priority,
    { after, limit }: { after: number; limit: number },
  ): Promise<WaitingRow[]> {
    return this.waiting(this.queue.load({ sender, priority, after, limit }));
  }

  loadDue(
    sender: string,
    priority: Priority,
    options: {
      now: number;
      limit: number;
      after?: { dueAt: number; position: number };
    },
  ): Promise<WaitingRow[]> {
    const { now, limit, after = { dueAt: 0, position: 0 } } = options;
    const cursor = { afterDue: after.dueAt, afterPosition: after.position };
    return this.waiting(this.queue.loadDue({ sender, priority, now, limit, ...cursor }));
  }

  async nextDue(sender: string): Promise<(number | null)[]> {
    const [row = {}] = await this.database.read(this.queue.nextDue({ sender }));
    return [row.high, row.normal, row.low].map((due) => (due == null ? null : Number(due)));
  }

  async stirring(senders: readonly string[], now: number): Promise<readonly Stirring[]> {
    const queues = senders.flatMap((sender) => PRIORITIES.map((priority) => [sender, priority]));
    const statement = this.queue.stirring({ senders: JSON.stringify(queues), now });
    return (await this.database.read(statement)).map(({ sender, priority, ready, due }) => ({
      sender: String(sender),
      priority: Number(priority) as Priority,
      ready: ready !== null,
      due: due !== null,
    }));
  }

  stuck(sender: string, epoch: number, limit: number): Promise<MessageRow[]> {
    return this.messages(this.queue.stuck({ sender, epoch, limit }));
  }

  unknownDue(senders: readonly string[], now: number, limit: number): Promise<MessageRow[]> {
    const json = JSON.stringify(senders);
    return this.messages(this.queue.unknownDue({ senders: json, now, limit }));
  }

  overdue(senders: readonly string[], now: number, limit: number): Promise<MessageRow[]> {
    const json = JSON.stringify(senders);
    return this.messages(this.queue.overdue({ senders: json, now, limit }));
  }

  openFor(sender: string, recipients: readonly string[]): Promise<MessageRow[]> {
    return this.messages(this.queue.openFor({ sender, recipients: JSON.stringify(recipients) }));
  }

  async find(id: string): Promise<MessageRow | undefined> {
    return (await this.messages(this.queries.find({ id })))[0];
  }

  async get(position: number): Promise<MessageRow | undefined> {
    return (await this.messagesAt([position])).get(position);
  }

  /** Messages by position. */
  async messagesAt(positions: readonly number[]): Promise<ReadonlyMap<number, MessageRow>> {
    if (positions.length === 0) return new Map();
    const statement = this.queries.get({ positions: JSON.stringify(positions) });
    return new Map((await this.messages(statement)).map((row) => [row.position, row]));
  }

  async recorded(positions: readonly number[]): Promise<readonly Omit<Recorded, 'duplicate'>[]> {
    if (positions.length === 0) return [];
    const statement = this.queries.evidenceAt({ positions: JSON.stringify(positions) });
    const rows = (await this.database.read(statement)).map(evidenceRow);
    const known = rows.flatMap(({ message }) => (message === null ? [] : [message]));
    const messages = await this.messagesAt([...new Set(known)]);
    return rows.map((evidence) => ({
      evidence,
      message: messages.get(evidence.message ?? 0) ?? null,
    }));
  }

  list(filter: MessageFilter, options: { before?: number; limit: number }): Promise<MessagePage> {
    const { dialect } = this.database;
    const end = async (before: number) => {
      const [row] = await this.database.read(windowEnd(this.db, filter, before));
      return row && Number(row.position);
    };
    return walk<MessageRow>(
      { end, between: (range) => this.messages(listBetween(this.db, dialect, filter, range)) },
      options,
    );
  }

  async attemptsOf(message: number): Promise<readonly AttemptRow[]> {
    return (await this.database.read(this.queries.attemptsOf({ message }))).map(attemptRow);
  }

  async eventsOf(message: number): Promise<readonly EventRow[]> {
    return (await this.database.read(this.queries.eventsOf({ message }))).map(eventRow);
  }

  async evidenceOf(message: number): Promise<readonly EvidenceRow[]> {
    return (await this.database.read(this.queries.evidenceOf({ message }))).map(evidenceRow);
  }

  async openEvidence(options: { after: number; limit: number }): Promise<readonly EvidenceRow[]> {
    return (await this.database.read(this.queries.openEvidence(options))).map(evidenceRow);
  }

  async parkedEvidence(options: { after: number; limit: number }): Promise<readonly EvidenceRow[]> {
    return (await this.database.read(this.queries.parked(options))).map(evidenceRow);
  }

  async lastParkedBefore(before: number): Promise<number> {
    const [row] = await this.database.read(this.queries.parkedBefore({ before }));
    return Number(row?.position ?? 0);
  }

  async aliasesOf(message: number): Promise<readonly AliasRow[]> {
    return (await this.database.read(this.queries.aliasesOf({ message }))) as unknown as AliasRow[];
  }

  async feed(
    after: string | null,
    senders: readonly string[] | null,
    limit: number,
  ): Promise<FeedPage<EventRow>> {
    const wanted = senders && new Set(senders);
    const rows: EventRow[] = [];
    let next = after ?? '0.0';
    for (let windows = 0; windows < MAX_WINDOWS; windows += 1) {
      const size = wanted ? FEED_WINDOW : limit;
      const window = await this.window(next, size);
      for (const row of window) {
        next = row.cursor;
        if (!wanted || wanted.has(row.sender)) rows.push(row);
        if (rows.length >= limit) return { rows, next };
      }
      if (window.length < size) break;
    }
    return { rows, next };
  }

  async depths(): Promise<Depths> {
    const ready = await this.database.read(this.queries.ready({}));
    const scheduled = await this.database.read(this.queries.scheduled({}));
    return {
      ready: ready as unknown as Depth[],
      scheduled: scheduled as unknown as ScheduledDepth[],
    };
  }

  async unsettled(sender: string): Promise<number> {
    const counts = await this.database.read(this.queries.unsettled({ sender }));
    return counts.reduce((sum, { count }) => sum + Number(count), 0);
  }

  private async window(cursor: string, limit: number): Promise<EventRow[]> {
    const [xact = 0, position = 0] = cursor.split('.').map(Number);
    return (await this.database.read(this.queries.feed({ xact, position, limit }))).map(eventRow);
  }

  private async waiting(statement: Statement): Promise<WaitingRow[]> {
    return (await this.database.tuples(statement)).map(waitingRow);
  }

  private async messages(statement: Statement): Promise<MessageRow[]> {
    return (await this.database.read(statement)).map(messageRow);
  }
}
