/** What a key may do. `admin` may do everything. */
export const SCOPES = [
  'messages:send',
  'messages:read',
  'senders:manage',
  'webhooks:manage',
  'keys:manage',
  'admin',
] as const;

export type Scope = (typeof SCOPES)[number];

/** What a key reaches: its scopes, and the senders it is limited to, or all of them. */
export interface Reach {
  readonly scopes: readonly Scope[];
  /** Sender ids; undefined means every sender. */
  readonly senders?: readonly string[];
}

export function hasScope(reach: Reach, scope: Scope): boolean {
  return reach.scopes.includes('admin') || reach.scopes.includes(scope);
}

export function reachesSender(reach: Reach, sender: string): boolean {
  return reach.senders === undefined || reach.senders.includes(sender);
}

/** Whether `outer` may create or edit a key of reach `inner`: nobody gives away more than they have. */
export function covers(outer: Reach, inner: Reach): boolean {
  const scopes = inner.scopes.every((scope) => hasScope(outer, scope));
  const senders =
    outer.senders === undefined ||
    (inner.senders?.every((sender) => reachesSender(outer, sender)) ?? false);
  return scopes && senders;
}
