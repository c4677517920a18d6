import { nearest, parsePhone, parseTime } from 'waypost/messages';
import type { ProblemError } from './problem.dto.js';
import { invalid } from './http/read-body.js';

const BUSINESS_SCOPED_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Reads the parameters of a query one by one, and notes everything that is wrong. `check` must follow. */
export class QueryReader {
  readonly #problems: ProblemError[] = [];
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: unknown, names: readonly string[]) {
    this.#given = typeof given === 'object' && given !== null ? { ...given } : {};
    for (const name of Object.keys(this.#given)) {
      if (names.includes(name)) continue;
      const meant = nearest(name, names);
      const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
      this.#note(name, `There is no such parameter${hint === '' ? '.' : hint}`);
    }
  }

  /** A text of up to so many characters. */
  text(name: string, most: number): string | undefined {
    // PostgreSQL has no text with the character 0 in it.
    const fits = (value: string) => value !== '' && value.length <= most && !value.includes('\0');
    return this.parse(name, (value) => (fits(value) ? value : undefined), {
      rule: `must be a text of 1 to ${most} characters`,
    });
  }

  /** One or more of these words, separated by commas or given again and again. */
  words<Word extends string>(name: string, words: readonly Word[]): readonly Word[] | undefined {
    const given = this.#given[name];
    if (given === undefined) return undefined;
    const texts = [given]
      .flat()
      .flatMap((text) => (typeof text === 'string' ? text.split(',') : ''));
    const found = words.filter((word) => texts.includes(word));
    if (texts.every((text) => words.some((word) => word === text))) return found;
    this.#note(name, `\`${name}\` must be one or more of ${words.join(', ')}.`);
    return undefined;
  }

  /** A whole number. */
  whole(name: string, least: number, most: number): number | undefined {
    const read = (text: string): number | undefined => {
      const number = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return number >= least && number <= most ? number : undefined;
    };
    return this.parse(name, read, { rule: `must be a whole number from ${least} to ${most}` });
  }

  /** A time, as epoch milliseconds. */
  time(name: string): number | undefined {
    const rule = 'must be a date and time with its zone, such as 2027-02-25T09:30:00Z';
    // A plus that was not escaped arrives as a space.
    return this.parse(name, (text) => parseTime(text.replace(' ', '+')), { rule });
  }

  /** A user of WhatsApp: a phone number as E.164, or a business-scoped user id as it is. */
  user(name: string): string | undefined {
    const read = (text: string): string | undefined =>
      // A plus that was not escaped arrives as a space.
      BUSINESS_SCOPED_ID.test(text) ? text : parsePhone(text.replace(/^ /, '+'));
    return this.parse(name, read, {
      rule: 'must be a phone number with its country code, such as +919876500001, or a business-scoped user id',
    });
  }

  /** What `read` makes of a text; undefined where it is not given, or cannot be read. */
  parse<Value>(
    name: string,
    read: (text: string) => Value | undefined,
    { rule }: { readonly rule: string },
  ): Value | undefined {
    const given = this.#given[name];
    if (given === undefined) return undefined;
    const value = typeof given === 'string' ? read(given) : undefined;
    const isOnce = !Array.isArray(given);
    if (value === undefined)
      this.#note(name, `\`${name}\` ${isOnce ? rule : 'must be given once'}.`);
    return value;
  }

  /** @throws ProblemException `validation_failed` naming everything that is wrong, if anything is */
  check(): void {
    if (this.#problems.length > 0) throw invalid(this.#problems);
  }

  #note(path: string, message: string): void {
    this.#problems.push({ path, message });
  }
}
