/** What went wrong and what to do about it, as sentences: a vendor's words seldom end as one. */
export function withRemedy(message: string, remedy: string | undefined): string {
  if (remedy === undefined) return message;
  return `${/[.!?]$/.test(message) ? message : `${message}.`} ${remedy}`;
}
