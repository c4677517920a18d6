import { Metadata, type CountryCode } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** What the plans of all countries under a calling code have in common. */
interface CallingCode {
  /** Lengths of a national number that are possible in each of them. */
  readonly lengths: ReadonlySet<number>;
  /** What a national number may begin with that does not belong to it. */
  readonly prefix?: RegExp;
}

/** What the library knows of a plan and does not declare. */
interface Plan {
  possibleLengths(): readonly number[];
  nationalPrefixForParsing(): string | undefined;
}

const LONGEST_CODE = 3;

let codes: ReadonlyMap<string, CallingCode> | undefined;

/**
 * Whether it is certain, without reading the number closer, that the library would keep it as it is: an ordinary
 * length everywhere under its calling code, and nothing before it that might be a prefix. Reading it costs as much as
 * checking the rest of a message.
 */
export function isPlainNumber(number: string): boolean {
  codes ??= readCodes();
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const code = codes.get(number.slice(1, 1 + length));
    if (!code) continue;
    const national = number.slice(1 + length);
    return code.lengths.has(national.length) && !code.prefix?.test(national);
  }
  return false;
}

function readCodes(): ReadonlyMap<string, CallingCode> {
  return new Map(
    Object.entries(metadata.country_calling_codes).flatMap(([code, countries]) => {
      // Numbers of no country have plans of their own.
      if (countries.some((country) => !(country in metadata.countries))) return [];
      return [[code, readCode(countries)]];
    }),
  );
}

function readCode(countries: readonly CountryCode[]): CallingCode {
  const [main, ...others] = countries.map(planOf);
  const lengths = (main?.possibleLengths() ?? []).filter((length) =>
    others.every((plan) => plan.possibleLengths().includes(length)),
  );
  const prefix = main?.nationalPrefixForParsing();
  return { lengths: new Set(lengths), ...(prefix && { prefix: new RegExp(`^(?:${prefix})`) }) };
}

function planOf(country: CountryCode): Plan {
  const plans = new Metadata(metadata);
  plans.selectNumberingPlan(country);
  return plans.numberingPlan as unknown as Plan;
}
