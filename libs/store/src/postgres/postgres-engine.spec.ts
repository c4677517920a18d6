import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { addSenders, insertion, postgresPlace, type StorePlace } from '../../../../test/stores.js';
import { proxyTo, type TcpProxy } from '../../../../test/tcp-proxy.js';
import { CommitUnknown, StoreTooNew, StoreUnavailable, StoreUnsuitable } from '../errors.js';
import { openStore } from '../open-store.js';
import type { Health, Store } from '../store.js';
import { STATEMENT_TIMEOUT_MS } from './connection.js';
import { SCHEMA_LOCK } from './prepare-database.js';

/** Resolves once the store has recovered by itself. */
async function untilHealthy(store: Store): Promise<void> {
  while (!store.health().ok) {
    await new Promise<void>((resolve) => {
      const stop = store.onHealth(() => {
        stop();
        resolve();
      });
    });
  }
}

describe('the store on PostgreSQL', () => {
  let place: StorePlace;
  let admin: pg.Client;

  beforeAll(async () => {
    place = await postgresPlace();
    admin = new pg.Client({ connectionString: place.url });
    await admin.connect();
  }, 60_000);
  afterAll(async () => {
    await admin.end();
    await place.drop();
  });

  it('brings the schema up to date once, however many replicas start together', async () => {
    const fresh = await postgresPlace();
    const stores = await Promise.all([1, 2, 3, 4].map(() => fresh.open()));
    await Promise.all(stores.map((store) => store.insert(insertion())));
    expect((await stores[0]?.list({}, { limit: 10 }))?.rows).toHaveLength(4);
    await fresh.drop();
  });

  it('waits as long as it takes for the replica that brings the schema up to date', async () => {
    const fresh = await postgresPlace();
    const other = new pg.Client({ connectionString: fresh.url });
    other.on('error', () => undefined);
    await other.connect();
    await other.query(`select pg_advisory_lock(${SCHEMA_LOCK})`);
    let isOpen = false;
    const opening = fresh.open().then((store) => {
      isOpen = true;
      return store;
    });
    await sleep(STATEMENT_TIMEOUT_MS + 2_000);
    expect(isOpen).toBe(false);
    await other.query(`select pg_advisory_unlock(${SCHEMA_LOCK})`);
    const store = await opening;
    expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    await other.end();
    await fresh.drop();
  }, 60_000);

  it('waits beyond the limits that the operator has given to the role', async () => {
    const fresh = await postgresPlace();
    const limited = new URL(fresh.url);
    limited.searchParams.set('options', '-c statement_timeout=300 -c lock_timeout=300');
    const other = new pg.Client({ connectionString: fresh.url });
    await other.connect();
    await other.query(`select pg_advisory_lock(${SCHEMA_LOCK})`);
    const opening = openStore(limited.href);
    opening.catch(() => undefined);
    await sleep(1_000);
    await other.end();
    await (await opening).close();
    await fresh.drop();
  });

  it('does not wait for a replica that has vanished while it was at it', async () => {
    const fresh = await postgresPlace();
    const path = await proxyTo(fresh.url);
    const other = new pg.Client({ connectionString: fresh.url });
    await other.connect();
    await other.query(`select pg_advisory_lock(${SCHEMA_LOCK})`);
    const vanished = openStore(path.url).catch((error: unknown) => error);
    const waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted";
    while ((await other.query(waiting)).rows.length === 0) await sleep(10);
    path.freeze();
    await other.end();
    expect(await (await fresh.open()).insert(insertion())).toMatchObject({ kind: 'inserted' });
    await path.close();
    expect(await vanished).toBeInstanceOf(StoreUnavailable);
    await fresh.drop();
  }, 30_000);

  it('brings it up to date though the answer to the COMMIT is lost', async () => {
    const fresh = await postgresPlace();
    const proxy = await proxyTo(fresh.url);
    proxy.failNextCommit('unanswered');
    const store = await openStore(proxy.url);
    expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    await store.close();
    await proxy.close();
    await fresh.drop();
  });

  it('refuses a database of a newer version in one sentence', async () => {
    const fresh = await postgresPlace();
    await (await fresh.open()).directory.saveSetting('schema', '999');
    await expect(fresh.open()).rejects.toThrow(StoreTooNew);
    await expect(fresh.open()).rejects.toThrow(/schema version 999/);
    await fresh.drop();
  });

  it('says that the server cannot be reached, without the password', async () => {
    const attempt = openStore('postgres://waypost:s3cret@127.0.0.1:1/waypost');
    await expect(attempt).rejects.toThrow(StoreUnavailable);
    await expect(attempt).rejects.not.toThrow(/s3cret/);
  });

  it('sends as many statements for a hundred messages as for two', async () => {
    const store = await place.open();
    const count = async (messages: number) => {
      const before = store.statements;
      await store.insertEach(Array.from({ length: messages }, () => insertion()));
      return store.statements - before;
    };
    await count(1);
    expect(await count(100)).toBe(await count(2));
  });

  it('hands hints to the other replicas, few of them however often they are given', async () => {
    const [one, two] = await Promise.all([place.open(), place.open()]);
    const [heard, echoed]: [string[], string[]] = [[], []];
    two.onHint((sender) => heard.push(sender));
    one.onHint((sender) => echoed.push(sender));
    for (let n = 0; n < 100; n += 1) one.hint('shop-in');
    one.hint('otp-in');
    while (heard.length < 3) await sleep(20);
    expect(heard.filter((sender) => sender === 'shop-in')).toHaveLength(2);
    expect(heard.filter((sender) => sender === 'otp-in')).toHaveLength(1);
    expect(echoed).toEqual([]);
  });

  it('tells of many senders in one statement, where they are hinted at in one turn', async () => {
    const [one, two] = await Promise.all([place.open(), place.open()]);
    const heard = new Set<string>();
    two.onHint((sender) => heard.add(sender));
    const before = one.statements;
    for (let n = 0; n < 50; n += 1) one.hint(`sender-${n}`);
    while (heard.size < 50) await sleep(20);
    expect(one.statements - before).toBe(1);
  });

  it('shows no event in the feed while one that may come before it is not committed', async () => {
    const store = await place.open();
    const { next } = await store.feed(null, null, 1_000_000);
    const slow = new pg.Client({ connectionString: place.url });
    await slow.connect();
    await slow.query('begin');
    await slow.query(
      `insert into events (xact, sender, sequence, type, at, data)
       values (pg_current_xact_id()::text::bigint, 'slow', 1, 'x', 1, '{}')`,
    );
    await store.insert(insertion());
    expect((await store.feed(next, null, 10)).rows).toEqual([]);
    await slow.query('commit');
    await slow.end();
    const { rows } = await store.feed(next, null, 10);
    expect(rows.map(({ sender }) => sender)).toEqual(['slow', 'shop-in']);
  });

  it('goes on with the feed after a restore into a server that counts its transactions from below', async () => {
    const fresh = await postgresPlace();
    const before = await fresh.open();
    await before.insert(insertion());
    await before.close();
    const client = new pg.Client({ connectionString: fresh.url });
    await client.connect();
    await client.query('update events set xact = xact + 1000000');
    await client.end();
    const store = await fresh.open();
    const first = await store.feed(null, null, 10);
    expect(first.rows).toHaveLength(1);
    await store.insert(insertion());
    expect((await store.feed(first.next, null, 10)).rows).toHaveLength(1);
    await fresh.drop();
  });

  it.each([
    [
      'the password of its role was changed',
      "alter role %r password 'other'",
      "alter role %r password 'own'",
    ],
    [
      'its database takes no connections',
      'alter database %d allow_connections false',
      'alter database %d allow_connections true',
    ],
    [
      'its database was renamed',
      'alter database %d rename to %d_away',
      'alter database %d_away rename to %d',
    ],
    [
      'its tables are elsewhere',
      'alter schema public rename to away',
      'alter schema away rename to public',
    ],
  ])('is away while %s, and loses nothing of what is to be stored then', async (_, harm, mend) => {
    const fresh = await postgresPlace();
    const database = new URL(fresh.url).pathname.slice(1);
    const role = `role_of_${database}`;
    const own = new URL(fresh.url);
    [own.username, own.password] = [role, 'own'];
    await admin.query(`create role ${role} login superuser password 'own'`);
    const isInside = harm.includes('schema');
    const inside = new pg.Client({ connectionString: fresh.url });
    const run = (text: string) =>
      (isInside ? inside : admin).query(text.replaceAll('%r', role).replaceAll('%d', database));
    if (isInside) await inside.connect();
    const store = await openStore(own.href);
    const end = () =>
      admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
        role,
      ]);
    await end();
    await run(harm);
    await end();
    await expect(store.insert(insertion())).rejects.toThrow(StoreUnavailable);
    expect(store.health().ok).toBe(false);
    await expect(store.find('msg_x')).rejects.toThrow(StoreUnavailable);
    await run(mend);
    await untilHealthy(store);
    expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    await store.close();
    if (isInside) await inside.end();
    await fresh.drop();
    await admin.query(`drop role ${role}`);
  });

  it('refuses a database that has no UTF-8, and says what to create', async () => {
    const name = `latin_${Date.now()}`;
    await admin.query(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
    const url = new URL(place.url);
    url.pathname = `/${name}`;
    const opening = openStore(url.href);
    await expect(opening).rejects.toThrow(StoreUnsuitable);
    await expect(opening).rejects.toThrow(/LATIN1.*UTF8/);
    await admin.query(`drop database ${name} with (force)`);
  });

  describe('behind a network that fails', () => {
    let proxy: TcpProxy;
    let store: Store;

    beforeEach(async () => {
      proxy = await proxyTo(place.url);
      store = await openStore(proxy.url);
    });
    afterEach(async () => {
      proxy.mend();
      await untilHealthy(store);
      await store.close();
      await proxy.close();
    });

    it('refuses while the server is away, and recovers by itself', async () => {
      const changes: Health[] = [];
      store.onHealth((health) => changes.push(health));
      proxy.cut();
      await expect(store.insert(insertion())).rejects.toThrow(StoreUnavailable);
      expect(store.health().ok).toBe(false);
      await expect(store.find('msg_x')).rejects.toThrow(StoreUnavailable);
      proxy.mend();
      await untilHealthy(store);
      expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
      expect(changes.at(-1)).toEqual({ ok: true, reason: null });
    });

    it('replaces connections that the server ended', async () => {
      await store.insert(insertion());
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await expect(
        store.insert(insertion()).catch(async () => {
          await untilHealthy(store);
          return store.insert(insertion());
        }),
      ).resolves.toMatchObject({ kind: 'inserted' });
    });

    it('leaves a server that became read-only for the one that its address means now', async () => {
      const name = new URL(place.url).pathname.slice(1);
      const setting = `alter database ${name} set default_transaction_read_only`;
      await store.insert(insertion());
      // A setting of a database is that of its sessions from their beginning: these stay as they are.
      await admin.query(`${setting} = on`);
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await expect(store.insert(insertion())).rejects.toThrow(StoreUnavailable);
      // Until it has tried again, over connections that are read-only from now on.
      await sleep(1_000);
      expect(store.health().ok).toBe(false);
      await admin.query(`set default_transaction_read_only = off; ${setting} = off`);
      await untilHealthy(store);
      expect(await store.insert(insertion())).toMatchObject({ kind: 'inserted' });
    });

    it('repeats what was not committed when the COMMIT was lost on its way', async () => {
      const lost = insertion();
      proxy.failNextCommit('lost');
      expect(await store.insert(lost)).toMatchObject({ kind: 'inserted', status: 'queued' });
      expect(await store.find(lost.message.id)).toMatchObject({ sequence: 1 });
    });

    it('finds out that the COMMIT happened when only its answer was lost', async () => {
      const stored = insertion();
      proxy.failNextCommit('unanswered');
      const inserted = await store.insert(stored);
      const position = inserted.kind === 'inserted' ? inserted.position : 0;
      expect((await store.find(stored.message.id))?.position).toBe(position);
      proxy.failNextCommit('unanswered');
      const change = {
        position,
        sender: 'shop-in',
        from: ['queued' as const],
        to: 'canceled' as const,
        error: null,
        settledAt: 1,
        events: [{ type: 'message.canceled', at: 1, data: '{}' }],
      };
      expect(await store.transition(change)).toEqual({ applied: true, sequence: 2 });
      expect(await store.eventsOf(position)).toHaveLength(2);
    });

    it('believes no number of a transaction that a failover may have given to another one', async () => {
      const older = await postgresPlace();
      await (await older.open()).close();
      const lost = insertion();
      proxy.leadTo(older.url);
      // Committed, as the number says, on a server whose state is older than that.
      proxy.failNextCommit('unanswered');
      expect(await store.insert(lost)).toMatchObject({ kind: 'inserted' });
      expect(await store.find(lost.message.id)).toMatchObject({ sequence: 1 });
      proxy.leadTo(place.url);
      await older.drop();
    });

    it('believes it for no idempotency key and no start either', async () => {
      const states = await Promise.all([postgresPlace(), postgresPlace()]);
      const [newer, older] = states;
      const message = insertion();
      for (const state of states) {
        const prepared = await state.open();
        await addSenders(prepared, 'shop-in');
        await prepared.leases.tick('r1', 60_000);
        await prepared.insert(message);
      }
      const path = await proxyTo(newer.url);
      const failing = await openStore(path.url);
      const start = { position: 1, sender: 'shop-in', n: 1, epoch: 1 };
      path.leadTo(older.url);
      path.failNextCommit('unanswered');
      expect(await failing.start([start])).toEqual([1]);
      expect(await failing.find(message.message.id)).toMatchObject({
        ...{ status: 'sending', attempts: 1, epoch: 1 },
      });
      // From here on the older one is the one that a failover loses.
      path.leadTo(newer.url);
      path.failNextCommit('unanswered');
      const idempotency = { principal: 'key-1', key: 'order-1', fingerprint: 'f1', answer: '{}' };
      const keyed = insertion();
      expect(await failing.insert({ ...keyed, idempotency })).toMatchObject({ kind: 'inserted' });
      expect(await failing.find(keyed.message.id)).toBeDefined();
      await failing.close();
      await path.close();
      await Promise.all(states.map((state) => state.drop()));
    });

    it('tells of an idempotency key that it was taken where only the answer was lost', async () => {
      const idempotency = { principal: 'key-1', key: 'order-2', fingerprint: 'f1', answer: '{}' };
      proxy.failNextCommit('unanswered');
      const first = await store.insert({ ...insertion(), idempotency });
      expect(first).toMatchObject({ kind: 'inserted' });
      expect(await store.insert({ ...insertion(), idempotency })).toMatchObject({
        kind: 'replayed',
      });
    });

    it('gives up all connections of a dead path after the first time-out, and recovers with the network', async () => {
      // As many connections as there may be.
      await Promise.all(Array.from({ length: 32 }, () => store.find('msg_x')));
      const lost = insertion();
      proxy.freeze();
      await expect(store.insert(lost)).rejects.toThrow(StoreUnavailable);
      expect(store.health()).toEqual({ ok: false, reason: 'no answer within 15 s' });
      await expect(store.insert(insertion())).rejects.toThrow(StoreUnavailable);
      proxy.mend();
      await untilHealthy(store);
      await Promise.all(Array.from({ length: 32 }, () => store.find('msg_x')));
      expect(await store.find(lost.message.id)).toBeUndefined();
    }, 35_000);

    it('hears hints again after the network was dead without a word', async () => {
      const other = await place.open();
      const heard = new Promise((resolve) => store.onHint(resolve));
      proxy.freeze();
      proxy.mend();
      const hinting = setInterval(() => other.hint('shop-in'), 100);
      expect(await heard).toBe('shop-in');
      clearInterval(hinting);
    }, 40_000);

    it('closes while the network is dead', async () => {
      const doomed = await openStore(proxy.url);
      proxy.freeze();
      await doomed.close();
    }, 10_000);

    it('says that it does not know where it cannot ask any more', async () => {
      const unsure = insertion();
      proxy.failNextCommit('unanswered', true);
      await expect(store.insert(unsure)).rejects.toThrow(CommitUnknown);
      expect(store.health().ok).toBe(false);
      proxy.mend();
      expect(await store.find(unsure.message.id)).toBeDefined();
    }, 20_000);
  });

  it('lets the commit of a lease holder finish before somebody takes the lease', async () => {
    const fresh = await postgresPlace();
    const store = await fresh.open();
    const holder = new pg.Client({ connectionString: fresh.url });
    await holder.connect();
    await holder.query(
      `insert into senders (id, provider, phone, options, limits, managed_by, state, created_at, updated_at, version, epoch, lease_until, owner)
       values ('a', 'memory', '', '', '', 'api', 'active', 1, 1, 1, 1, 0, 'old')`,
    );
    await holder.query("begin; select 1 from senders where id = 'a' for share");
    const taken = await store.leases.tick('r1', 60_000);
    expect(taken.held).toEqual([]);
    await holder.query('commit');
    await holder.end();
    expect((await store.leases.tick('r1', 60_000)).held).toEqual([{ sender: 'a', epoch: 2 }]);
    await fresh.drop();
  });
});
