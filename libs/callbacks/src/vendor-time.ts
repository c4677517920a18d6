/**
 * When something happened, in epoch milliseconds: as the vendor says, but never after we were told. By this time things
 * are put in order and forgotten, and what a fast clock dates into the future would keep what is behind it for ever.
 */
export function timeOf(
  { occurredAt }: { readonly occurredAt?: string | undefined },
  receivedAt: number,
): number {
  return occurredAt === undefined ? receivedAt : Math.min(Date.parse(occurredAt), receivedAt);
}
