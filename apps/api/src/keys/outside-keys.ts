import type { Directory, KeyRow } from 'waypost/store';
import { hashKeyText, makeKeyText } from './key-text.js';
import { reachOf } from './api-keys.js';

/** The lineages of keys that are given from outside; the API shows them and changes none of them. */
export const OUTSIDE = { bootstrap: 'BOOTSTRAP_API_KEY', demo: 'The demo' } as const;

/** A kind of key that is given from outside. */
export type OutsideLineage = keyof typeof OUTSIDE;

/** Whether a lineage is of keys that are given from outside. */
export function isOutside(lineage: string): lineage is OutsideLineage {
  return Object.hasOwn(OUTSIDE, lineage);
}

/**
 * Makes the keys given from outside the only ones of their lineages: a former one is revoked, also where none is given
 * any more. Several replicas may do so at once.
 */
export async function settleOutsideKeys(
  directory: Directory,
  given: Readonly<Partial<Record<OutsideLineage, string>>>,
): Promise<void> {
  for (const lineage of Object.keys(OUTSIDE) as OutsideLineage[]) {
    const text = given[lineage];
    await settle(directory, lineage, text === undefined ? undefined : hashKeyText(text));
  }
}

/** Makes an admin key where no living one is left. Returns its text, which nothing keeps. */
export async function ensureAdminKey(directory: Directory): Promise<string | undefined> {
  if ((await directory.keys()).some((row) => isFullAdmin(row, Date.now()))) return undefined;
  const { id, text, hash } = makeKeyText();
  await directory.addKey({ ...adminRow('Created at the first start', hash), id, lineage: id });
  return text;
}

/** Whether a key may do everything, with every sender, at that time. */
export function isFullAdmin(row: KeyRow, now: number): boolean {
  const { scopes, senders } = reachOf(row);
  return scopes.includes('admin') && senders === undefined && (row.expiresAt ?? Infinity) > now;
}

async function settle(
  directory: Directory,
  lineage: OutsideLineage,
  hash: string | undefined,
): Promise<void> {
  const rows = async () => (await directory.keys()).filter((row) => row.lineage === lineage);
  if (hash !== undefined && !(await rows()).some((row) => row.hash === hash)) {
    await directory.addKey({ ...adminRow(OUTSIDE[lineage], hash), id: makeKeyText().id, lineage });
  }
  // Two replicas may both have added it: all keep the same one.
  const all = await rows();
  const kept = all
    .map((row) => (row.hash === hash ? row.id : ''))
    .filter(Boolean)
    .sort()[0];
  for (const { id } of all) if (id !== kept) await directory.revokeKey(id, Date.now());
}

function adminRow(name: string, hash: string): Omit<KeyRow, 'id' | 'lineage' | 'revokedAt'> {
  return { name, hash, scopes: ['admin'], senders: null, createdAt: Date.now(), expiresAt: null };
}
