import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Insertion,
  type NewInbound,
  type NewMessage,
  openStore,
  type Store,
  type StoreOptions,
} from 'waypost/store';
import { createDatabase } from './postgres.js';

/** A place for a store of one suite: empty at first, kept until it is dropped. */
export interface StorePlace {
  readonly engine: Store['engine'];
  readonly url: string;
  /** Opens a store there; PostgreSQL takes several at once. */
  open(options?: StoreOptions): Promise<Store>;
  /** Closes what is open and removes everything. */
  drop(): Promise<void>;
}

/** For `describe.each`: the name of each engine, and how to get a place for it. */
export const ENGINES: readonly (readonly [string, () => Promise<StorePlace>])[] = [
  ['SQLite', sqlitePlace],
  ['PostgreSQL', postgresPlace],
];

/** A database file in a folder of its own. */
export function sqlitePlace(): Promise<StorePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-store-'));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  };
  return Promise.resolve(place('sqlite', `sqlite:${join(folder, 'data', 'waypost.db')}`, remove));
}

/** A database on the tests' server. */
export async function postgresPlace(): Promise<StorePlace> {
  const database = await createDatabase();
  return place('postgres', database.url, () => database.drop());
}

function place(engine: Store['engine'], url: string, remove: () => Promise<void>): StorePlace {
  const opened: Store[] = [];
  return {
    engine,
    url,
    open: async (options) => {
      const store = await openStore(url, options);
      opened.push(store);
      return store;
    },
    drop: async () => {
      await Promise.allSettled(opened.map((store) => store.close()));
      await remove();
    },
  };
}

/** A message of `shop-in`, with whatever is said of it otherwise. */
export function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    sender: 'shop-in',
    recipient: '+919876500001',
    type: 'text',
    template: null,
    category: null,
    priority: 1,
    ordered: true,
    dueAt: 0,
    body: '{"type":"text","text":{"body":"Your order is on its way."}}',
    labels: null,
    reference: null,
    principal: 'key-1',
    onUnknown: 'fail',
    graceMs: 120_000,
    createdAt: 1_760_000_000_000,
    expiresAt: null,
    giveUpAt: 1_760_086_400_000,
    ...changes,
  };
}

/** The same as an insertion, with its first event. */
export function insertion(changes: Partial<NewMessage> = {}): Insertion {
  const message = newMessage(changes);
  return { message, events: [event('message.queued', message.createdAt)] };
}

export function event(type: string, at = 1_760_000_000_000) {
  return { type, at, data: JSON.stringify({ type }) };
}

/** A message of a user to `shop-in`, with whatever is said of it otherwise. */
export function inbound(changes: Partial<NewInbound> = {}): NewInbound {
  const id = `in_${randomUUID().replaceAll('-', '')}`;
  return {
    id,
    sender: 'shop-in',
    provider: 'gupshup',
    itemId: randomUUID(),
    userPhone: '+919876500002',
    userId: null,
    userName: null,
    type: 'text',
    content: '{"type":"text","text":{"body":"Where is it?"}}',
    answered: { messageId: null, providerIds: [] },
    wamid: null,
    providerIds: ['wamid.1'],
    at: 1_760_000_000_000,
    receivedAt: 1_760_000_000_500,
    media: null,
    event: { type: 'message.received', at: 1_760_000_000_000, data: { id } },
    ...changes,
  };
}

/** Creates active senders. */
export async function addSenders(store: Store, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await store.directory.addSender({
      id,
      provider: 'memory',
      phone: '+919876500001',
      options: '{}',
      limits: '{}',
      managedBy: 'api',
      state: 'active',
      pauseReason: null,
      createdAt: 1_760_000_000_000,
    });
  }
}
