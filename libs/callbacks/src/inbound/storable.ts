/**
 * A text as every database takes it: PostgreSQL knows neither the character 0 nor half of a character, and a vendor may
 * send both. Each becomes the replacement character.
 */
export function storable(text: string): string {
  return Buffer.from(text.replaceAll('\0', '\ufffd'), 'utf8').toString('utf8');
}
