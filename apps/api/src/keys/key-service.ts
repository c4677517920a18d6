import { Inject, Injectable } from '@nestjs/common';
import type { KeyRow, Store } from 'waypost/store';
import { DirectoryWatch } from '../directory-watch.js';
import { ProblemException } from '../problem.js';
import { STORE } from '../store.token.js';
import type { Caller } from './caller.js';
import type { CreateKey, Key, NewKey, RotateKey } from './key.dto.js';
import { makeKeyText } from './key-text.js';
import { isFullAdmin, isOutside, OUTSIDE } from './outside-keys.js';
import { requireWithinOwn } from './own-reach.js';
import { covers, type Reach, type Scope } from './scope.js';

const OVERLAP_SECONDS = 86_400;

/** Makes, rotates and revokes API keys. A key manages those only that reach no further than itself; others are not there for it. */
@Injectable()
export class KeyService {
  #revoking: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly watch: DirectoryWatch,
  ) {}

  async list(caller: Caller): Promise<Key[]> {
    return (await this.#visible(caller)).map(view);
  }

  /** @throws ProblemException `beyond_own_reach` */
  async create(caller: Caller, request: CreateKey): Promise<NewKey> {
    const { name, scopes, senders } = request;
    const expiresAt = timeOf(request.expiresAt) ?? caller.expiresAt ?? null;
    requireWithinOwn(caller, { scopes, ...(senders && { senders }) }, expiresAt);
    return this.#add({ name, scopes, senders: senders ?? null, expiresAt });
  }

  /**
   * Makes a successor with the same name, scopes, senders and lineage; the former key works on for the overlap.
   * @throws ProblemException `not_found`, `managed_by_environment`, `key_expired`, `key_already_rotated`,
   * `beyond_own_reach`
   */
  async rotate(caller: Caller, id: string, request: RotateKey): Promise<NewKey> {
    const rows = await this.#visible(caller);
    const row = changeable(rows, id);
    const now = Date.now();
    const { name, scopes, senders, lineage, expiresAt: end } = row;
    if (end !== null && end <= now) throw expired(end);
    const successor = rows.find(
      (other) => other.lineage === lineage && other.createdAt > row.createdAt,
    );
    if (successor) throw rotatedInto(successor.id);
    const expiresAt = timeOf(request.expiresAt) ?? end;
    requireWithinOwn(caller, storedReach(row), expiresAt);
    // The new one first: if the gateway dies in between, two keys work rather than none.
    const created = await this.#add({ name, scopes, senders, expiresAt, lineage });
    const overlap = (request.overlapSeconds ?? OVERLAP_SECONDS) * 1_000;
    await this.store.directory.expireKey(id, Math.min(end ?? Infinity, now + overlap));
    await this.watch.catchUp();
    return created;
  }

  /** @throws ProblemException `not_found`, `managed_by_environment`, `last_admin_key` */
  async revoke(caller: Caller, id: string): Promise<void> {
    // One at a time, so that two of the last admin keys cannot take each other away.
    const revoked = this.#revoking.catch(() => undefined).then(() => this.#revoke(caller, id));
    this.#revoking = revoked;
    await revoked;
  }

  async #revoke(caller: Caller, id: string): Promise<void> {
    const now = Date.now();
    const row = changeable(await this.#visible(caller), id);
    const admins = (await this.store.directory.keys()).filter((each) => isFullAdmin(each, now));
    if (isLast(row, admins)) throw lastAdmin();
    if (!(await this.store.directory.revokeKey(id, now))) throw noSuchKey();
    await this.watch.catchUp();
  }

  async #visible({ reach }: Caller): Promise<readonly KeyRow[]> {
    return (await this.store.directory.keys()).filter((row) => covers(reach, storedReach(row)));
  }

  async #add(
    fields: Pick<KeyRow, 'name' | 'scopes' | 'senders' | 'expiresAt'> & { lineage?: string },
  ): Promise<NewKey> {
    const { id, text, hash } = makeKeyText();
    const row = { lineage: id, ...fields, id, hash, createdAt: Date.now() };
    await this.store.directory.addKey(row);
    await this.watch.catchUp();
    return { ...view({ ...row, revokedAt: null }), key: text };
  }
}

// As it is stored: a scope that this version does not know is covered by admin only.
function storedReach({ scopes, senders }: KeyRow): Reach {
  return { scopes: scopes as readonly Scope[], ...(senders && { senders }) };
}

function view(row: KeyRow): Key {
  const { id, name, scopes, senders, lineage } = row;
  return {
    ...{ id, name, scopes, senders, lineage },
    managedBy: isOutside(lineage) ? 'environment' : 'api',
    createdAt: new Date(row.createdAt).toISOString(),
    expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt).toISOString(),
  };
}

// One that ends by itself, such as a rotated one, is no reason to let one go that does not.
function isLast(row: KeyRow, admins: readonly KeyRow[]): boolean {
  const others = admins.filter(({ id }) => id !== row.id);
  if (others.length === admins.length) return false;
  return !others.some(({ expiresAt }) => expiresAt === null || row.expiresAt !== null);
}

function timeOf(text: string | null | undefined): number | undefined {
  return text ? Date.parse(text) : undefined;
}

function changeable(rows: readonly KeyRow[], id: string): KeyRow {
  const row = rows.find((each) => each.id === id);
  if (!row) throw noSuchKey();
  if (!isOutside(row.lineage)) return row;
  const detail = `${OUTSIDE[row.lineage]} gives this key: change it there and start the gateway again.`;
  throw new ProblemException('managed_by_environment', detail);
}

function noSuchKey(): ProblemException {
  return new ProblemException('not_found', 'There is no such key that the asking key may manage.');
}

function expired(end: number): ProblemException {
  const detail = `The key ended at ${new Date(end).toISOString()}: make a new one.`;
  return new ProblemException('key_expired', detail);
}

function rotatedInto(id: string): ProblemException {
  const detail = `The key was rotated before, into ${id}: rotate that one, or revoke it first.`;
  return new ProblemException('key_already_rotated', detail);
}

function lastAdmin(): ProblemException {
  const detail =
    'It is the last key with the scope admin for all senders, and nobody could manage the gateway without it: make another one first.';
  return new ProblemException('last_admin_key', detail);
}
