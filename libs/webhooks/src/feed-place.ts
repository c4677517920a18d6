/** Whether a cursor of the feed of events stands behind another one. */
export function isAfter(cursor: string, other: string): boolean {
  const [xact = 0, position = 0] = cursor.split('.').map(Number);
  const [otherXact = 0, otherPosition = 0] = other.split('.').map(Number);
  return xact === otherXact ? position > otherPosition : xact > otherXact;
}
