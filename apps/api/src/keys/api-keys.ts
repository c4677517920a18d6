import { hash, timingSafeEqual } from 'node:crypto';
import type { Directory, KeyRow } from 'waypost/store';
import type { Caller } from './caller.js';
import { SCOPES, type Reach, type Scope } from './scope.js';

interface KnownKey {
  readonly digest: Buffer;
  readonly caller: Caller;
}

/** Knows the living API keys from memory. Keeps their SHA-256 only, and compares in constant time. */
export class ApiKeys {
  #known: ReadonlyMap<string, KnownKey> = new Map();

  constructor(private readonly directory: Pick<Directory, 'keys'>) {}

  /** Whose key `text` is; undefined where it is none, or one that is revoked or expired. */
  authenticate(text: string): Caller | undefined {
    const digest = hash('sha256', text, 'hex');
    const known = this.#known.get(bucketOf(digest));
    if (!known || !timingSafeEqual(known.digest, Buffer.from(digest))) return undefined;
    const { expiresAt = Infinity } = known.caller;
    return Date.now() < expiresAt ? known.caller : undefined;
  }

  /** Reads the keys anew. */
  async refresh(): Promise<void> {
    const rows = await this.directory.keys();
    this.#known = new Map(rows.map((row) => [bucketOf(row.hash), knownKey(row)]));
  }
}

/** What a stored key reaches. A scope of a newer version counts for nothing here. */
export function reachOf(row: Pick<KeyRow, 'scopes' | 'senders'>): Reach {
  const scopes = row.scopes.filter((scope): scope is Scope => SCOPES.some((one) => one === scope));
  return { scopes, ...(row.senders && { senders: row.senders }) };
}

// Where a search in the map ends tells something of the hash's beginning at most; from that, no key can be made.
function bucketOf(hash: string): string {
  return hash.slice(0, 32);
}

function knownKey(row: KeyRow): KnownKey {
  const { id: keyId, lineage, expiresAt } = row;
  return {
    digest: Buffer.from(row.hash),
    caller: { keyId, lineage, reach: reachOf(row), ...(expiresAt !== null && { expiresAt }) },
  };
}
