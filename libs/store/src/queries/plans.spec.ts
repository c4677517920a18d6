import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type pg from 'pg';
import { postgresPlace, sqlitePlace, type StorePlace } from '../../../../test/stores.js';
import { compilerFor, type Dialect } from '../dialect.js';
import { Sockets } from '../postgres/connection.js';
import { createPool } from '../postgres/pool.js';
import type { Value } from '../step.js';
import { batchQueries } from './batch-queries.js';
import { callbackPrunes } from './callback-prunes.js';
import { callbackReads, callbacksBetween, callbackWindowEnd } from './callback-reads.js';
import { DirectoryQueries } from './directory-queries.js';
import { inboundChanges } from './inbound-changes.js';
import { inboundBetween, inboundReads, inboundWindowEnd } from './inbound-reads.js';
import { listBetween, windowEnd } from './list.js';
import { messageReads } from './message-reads.js';
import { pruneQueries } from './prune-queries.js';
import { queueReads } from './queue-reads.js';
import { webhookDeliveryQueries } from './webhook-deliveries.js';

/** Which index each query must use; `x key` is the primary key of x. */
const EXPECTED: readonly (readonly [string, string])[] = [
  ['load', 'messages_ready'],
  ['loadDue', 'messages_due'],
  ['nextDue', 'messages_due'],
  ['stirring', 'messages_ready'],
  ['stirring', 'messages_due'],
  ['stuck', 'messages_open'],
  ['openFor', 'messages_open'],
  ['unknownDue', 'messages_unknown'],
  ['overdue', 'messages_give_up'],
  ['abandoned', 'messages_give_up'],
  ['abandoned', 'messages_open'],
  ['find', 'messages_id'],
  ['get', 'messages key'],
  ['attemptsOf', 'attempts key'],
  ['eventsOf', 'events_message'],
  ['evidenceOf', 'evidence_message'],
  ['openEvidence', 'evidence_open'],
  ['parked', 'evidence_parked'],
  ['parkedBefore', 'evidence_parked'],
  ['aliasesOf', 'provider_ids_message'],
  ['endCallback', 'callbacks key'],
  ['findCallback', 'callbacks key'],
  ['pendingCallbacks', 'callbacks_pending'],
  ['pendingSizes', 'callbacks_pending'],
  ['reopenCallbacks', 'callbacks key'],
  ['oldestCallbacks', 'callbacks key'],
  ['pruneCallbacks', 'callbacks key'],
  ['pruneItems', 'callback_items key'],
  ['pruneParked', 'evidence_parked'],
  ['unknownCallbacks', 'callbacks_kept'],
  ['unknownCallbacksEnd', 'callbacks_kept'],
  ['allCallbacks', 'callbacks key'],
  ['evidenceAt', 'evidence key'],
  ['scheduled', 'messages_due'],
  ['unsettled', 'messages_open'],
  ['start', 'messages key'],
  ['change', 'messages key'],
  ['statuses', 'messages key'],
  ['byReference', 'messages_id'],
  ['byProviderId', 'provider_ids key'],
  ['tie', 'evidence key'],
  ['settle', 'evidence key'],
  ['kept', 'evidence_message'],
  ['keptUnmatched', 'evidence_unmatched'],
  ['parkedSenders', 'evidence_unmatched'],
  ['endCallback', 'callbacks key'],
  ['receive', 'provider_ids key'],
  ['received', 'inbound_item'],
  ['findInbound', 'inbound_id'],
  ['inboundAt', 'inbound key'],
  ['unanswered', 'inbound_unanswered'],
  ['resolve', 'inbound key'],
  ['giveUp', 'inbound key'],
  ['claimMedia', 'inbound_media'],
  ['endMedia', 'inbound key'],
  ['inbound', 'inbound key'],
  ['inboundSender', 'inbound_list'],
  ['inboundAll', 'inbound key'],
  ['inboundWindowSender', 'inbound_list'],
  ['inboundWindowAll', 'inbound key'],
  ['claimed', 'idempotency key'],
  ['leases', 'senders key'],
  ['oldest', 'messages key'],
  ['messages', 'messages key'],
  ['attempts', 'attempts key'],
  ['aliases', 'provider_ids_message'],
  ['events', 'events key'],
  ['evidence', 'evidence key'],
  ['idempotency', 'idempotency_age'],
  ['listSender', 'messages_list'],
  ['listReference', 'messages_reference'],
  ['listAll', 'messages key'],
  ['windowSender', 'messages_list'],
  ['windowAll', 'messages key'],
  ['place', 'settings key'],
  ['movePlace', 'settings key'],
  ['dueWebhooks', 'webhook_deliveries_due'],
  ['claimDeliveries', 'webhook_deliveries_due'],
  ['endDeliveries', 'webhook_deliveries key'],
  ['releaseClaim', 'webhook_deliveries key'],
  ['redeliver', 'webhook_deliveries key'],
  ['endBeyondReach', 'webhook_deliveries key'],
  ['redeliverFailed', 'webhook_deliveries_list'],
  ['listFailed', 'webhook_deliveries_list'],
  ['deliveryAt', 'webhook_deliveries key'],
  ['webhookAttempts', 'webhook_attempts key'],
  ['webhookDepths', 'webhook_deliveries_due'],
  ['pruneAttempts', 'webhook_attempts key'],
  ['pruneDeliveries', 'webhook_deliveries key'],
];

/** Must come out in the order of the index: to sort them would be to read the whole queue first. */
const ORDERED = [
  'load',
  'loadDue',
  'nextDue',
  'openEvidence',
  'oldest',
  'listSender',
  'listAll',
  'unanswered',
  'inboundSender',
  'inboundAll',
  'dueWebhooks',
  'listFailed',
  'parked',
  'parkedBefore',
];

interface Query {
  readonly sql: string;
  /** Left out where it runs prepared, and its plan must fit any values. */
  readonly params?: readonly Value[];
}

function queriesFor(dialect: Dialect): Map<string, Query> {
  const db = compilerFor(dialect);
  const { deliveriesOf, redeliverFrom, ...webhooks } = webhookDeliveryQueries(db, dialect);
  const bound = {
    ...queueReads(db, dialect),
    ...messageReads(db, dialect, 0),
    ...pruneQueries(db, dialect),
    ...callbackReads(db, dialect),
    ...callbackPrunes(db, dialect),
    ...inboundReads(db, dialect),
    ...inboundChanges(db, dialect),
    ...webhooks,
    listFailed: deliveriesOf.failed,
    redeliverFailed: redeliverFrom.failed,
  };
  const reads = Object.entries(bound).map(([name, bind]): [string, Query] => [
    name,
    { sql: (bind as (values: object) => Query)({}).sql },
  ]);
  const range = { after: 0, before: 1_000_000, limit: 10 };
  const one = { senders: ['sender-7'] };
  return new Map<string, Query>([
    ...Object.entries<Query>({ ...batchQueries(dialect, 0) }),
    ...reads,
    ['listSender', listBetween(db, dialect, one, range)],
    ['listAll', listBetween(db, dialect, { senders: ['sender-7', 'sender-8'] }, range)],
    ['listReference', listBetween(db, dialect, { reference: 'order-7' }, range)],
    ['windowSender', windowEnd(db, one, 1_000_000)],
    ['unknownCallbacks', callbacksBetween(db, dialect, { outcomes: ['unknown'] }, range)],
    ['unknownCallbacksEnd', callbackWindowEnd(db, { outcomes: ['unknown'] }, 1_000_000)],
    ['allCallbacks', callbacksBetween(db, dialect, { senders: ['sender-7'] }, range)],
    ['windowAll', windowEnd(db, {}, 1_000_000)],
    ['abandoned', new DirectoryQueries(db).abandoned()],
    ['inboundSender', inboundBetween(db, dialect, one, range)],
    ['inboundAll', inboundBetween(db, dialect, { senders: ['sender-7', 'sender-8'] }, range)],
    ['inboundWindowSender', inboundWindowEnd(db, one, 1_000_000)],
    ['inboundWindowAll', inboundWindowEnd(db, {}, 1_000_000)],
  ]);
}

describe('on SQLite', () => {
  const queries = queriesFor('sqlite');
  let place: StorePlace;
  let db: Database.Database;

  beforeAll(async () => {
    place = await sqlitePlace();
    await (await place.open()).close();
    db = new Database(place.url.slice('sqlite:'.length));
  });
  afterAll(async () => {
    db.close();
    await place.drop();
  });

  function plan(name: string): string {
    const sql = queries.get(name)?.sql ?? '';
    const nulls = [...sql.matchAll(/\?/g)].map(() => null);
    const rows = db.prepare(`explain query plan ${sql}`).all(...nulls);
    return (rows as { readonly detail: string }[]).map(({ detail }) => detail).join('\n');
  }

  it.each(EXPECTED)('%s goes by %s', (name, index) => {
    const text = plan(name);
    const [table = ''] = index.split(' ');
    const key = new RegExp(
      `(SEARCH|SCAN) (${table}|${table[0]}) USING (COVERING )?(INTEGER PRIMARY KEY|PRIMARY KEY|INDEX sqlite_autoindex)|SCAN ${table}$`,
      'm',
    );
    if (index.endsWith('_item'))
      expect(text).toContain(`INDEX sqlite_autoindex_${table.slice(0, -5)}_1`);
    else expect(text).toMatch(index.endsWith(' key') ? key : new RegExp(`INDEX ${index}\\b`));
    if (ORDERED.includes(name)) expect(text).not.toContain('TEMP B-TREE');
  });
});

/** Many senders, nearly everything long sent, and little of each kind that waits: what a store looks like in use. */
const ROWS = `
insert into messages (id, sender, recipient, type, priority, ordered, status, due_at, attempts, epoch, body, reference,
  principal, on_unknown, grace_ms, created_at, give_up_at, sequence)
select 'msg_' || n, 'sender-' || n % 100, '+447700900' || lpad((n % 999)::text, 3, '0'), 'text', n % 3, 1,
  case n % 50 when 0 then 'queued' when 1 then 'sending' when 2 then 'unknown' when 3 then 'queued' else 'accepted' end,
  case n % 50 when 3 then n else 0 end, 1, 1, '{}', 'order-' || n, 'k', 'fail', 0, n, n, 2
from generate_series(1, 20000) as n;
insert into events (xact, message, sender, sequence, type, at, data)
select n, n, 'sender-' || n % 100, 1, 'x', n, '{}' from generate_series(1, 20000) as n;
insert into attempts (message, n, started_at, ended_at, outcome)
select n, 1, n, n, 'accepted' from generate_series(1, 20000) as n;
insert into provider_ids (sender, provider_id, message, attempt)
select 'sender-' || n % 100, 'id-' || n, n, 1 from generate_series(1, 20000) as n;
insert into evidence (sender, item_id, message, provider_ids, status, at, received_at, inferred, settled_at)
select 'sender-' || n % 100, 'item-' || n, n, '[]', 'sent', n, n, 0, case n % 100 when 0 then null else n end
from generate_series(1, 20000) as n;
insert into inbound (id, sender, provider, item_id, user_phone, type, content, answer_ids, provider_ids, at, received_at,
  media_state, media_attempts, media_due_at)
select 'in_' || n, 'sender-' || n % 100, 'gupshup', 'item-' || n, '+447700900' || lpad((n % 999)::text, 3, '0'), 'text',
  '{}', case n % 100 when 0 then '["id-1"]' end, '[]', n, n, case n % 100 when 1 then 'waiting' when 2 then 'stored' end,
  0, case n % 100 when 1 then n end
from generate_series(1, 20000) as n;
insert into callbacks (sender, provider, received_at, outcome, method, headers, query, is_base64, body)
select 'sender-' || n % 100, 'memory', n, case n % 1000 when 0 then 'pending' when 1 then 'unknown' else 'applied' end,
  'POST', '{}', '{}', 0, '{}' from generate_series(1, 20000) as n;
insert into callback_items (sender, item_id, at)
select 'sender-' || n % 100, 'item-' || n, n from generate_series(1, 20000) as n;
insert into idempotency (principal, key, fingerprint, answer, created_at)
select 'k', 'key-' || n, 'f', '{}', n from generate_series(1, 20000) as n;
insert into webhooks (id, url, events, senders, secret, enabled, created_at, updated_at, since_xact, since_position)
select 'wh_' || n, 'https://example.com', '["*"]', '["sender-7"]', 's', 1, n, n, n, 0 from generate_series(1, 20) as n;
insert into webhook_deliveries (webhook, event_id, sender, type, body, state, attempts, tries, due_at, created_at)
select 'wh_' || n % 20, 'evt_' || n, 'sender-' || n % 10, 'x', '{}', case n % 50 when 0 then 'pending' when 1 then 'failed' else 'delivered' end,
  1, 1, n, n from generate_series(1, 20000) as n;
insert into webhook_attempts (delivery, n, at, ms, status, answer)
select n, 1, n, 1, 200, '' from generate_series(1, 20000) as n;
analyze;
set plan_cache_mode = force_generic_plan;
`;

describe.each([
  ['a PostgreSQL in use', ROWS],
  ['an empty PostgreSQL', 'set plan_cache_mode = force_generic_plan'],
])('on %s', (_name, setUp) => {
  const queries = queriesFor('postgres');
  let place: StorePlace;
  let pool: pg.Pool;
  let client: pg.PoolClient;

  beforeAll(async () => {
    place = await postgresPlace();
    await (await place.open()).close();
    pool = createPool(place.url, 1, new Sockets());
    client = await pool.connect();
    await client.query(setUp);
  }, 60_000);
  afterAll(async () => {
    client.release();
    await pool.end();
    await place.drop();
  });

  async function plan(name: string): Promise<string> {
    const { sql = '', params } = queries.get(name) ?? {};
    if (params) return explain(`explain ${sql}`, params);
    const count = new Set([...sql.matchAll(/\$\d+/g)].map(([value]) => value)).size;
    const nulls = new Array<string>(count).fill('null').join(', ');
    await client.query(`prepare q as ${sql}`);
    const text = await explain(`explain execute q${count > 0 ? `(${nulls})` : ''}`, []);
    await client.query('deallocate q');
    return text;
  }

  async function explain(sql: string, params: readonly Value[]): Promise<string> {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(sql, [...params]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  const expected = [...EXPECTED, ['feed', 'events_feed'] as const];

  it.each(expected)('%s goes by %s', async (name, index) => {
    const text = await plan(name);
    expect(text).not.toMatch(/Seq Scan|Hash Join|Merge Join/);
    if (setUp !== ROWS) return;
    const [table = ''] = index.split(' ');
    const isKey = index.endsWith(' key');
    expect(text).toMatch(isKey ? new RegExp(`\\b${table}_(pkey|key)\\b`) : new RegExp(index));
    if (ORDERED.includes(name)) expect(text).not.toMatch(/^\s*(->\s+)?Sort\b/m);
  });
});
