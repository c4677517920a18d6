/** The text with every secret in it replaced, also where JSON has escaped some of its characters. */
export function strikeOut(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap(spellingsOf)
    .reduce(
      (clean, secret) => (clean.includes(secret) ? clean.replaceAll(secret, '[secret]') : clean),
      text,
    );
}

// JSON escapes quotation marks and backslashes always, and slashes in the hands of some (PHP does).
function spellingsOf(secret: string): readonly string[] {
  if (!/["\\/]/.test(secret)) return [secret];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, escaped, escaped.replaceAll('/', '\\/')];
}
