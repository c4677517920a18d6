import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ErrorSource } from './error-code.js';
import type { ErrorEntry } from './error-entry.js';
import { errorDictionary, findError } from './find-error.js';

const SOURCES: readonly ErrorSource[] = ['meta', 'gupshup', 'kaleyra'];

const name = ({ source, vendorCode }: ErrorEntry) => `${source} ${vendorCode}`;
const offenders = (isGood: (entry: ErrorEntry) => boolean) =>
  errorDictionary()
    .filter((entry) => !isGood(entry))
    .map(name);

describe('findError', () => {
  it('finds each entry of the dictionary by its own source and code', () => {
    const found = ({ source, vendorCode }: ErrorEntry) =>
      findError(source as ErrorSource, vendorCode);
    expect(offenders((entry) => found(entry) === entry)).toEqual([]);
  });

  it.each<[string | number]>([['131056'], [' 131056\n'], [131056]])(
    'reads %j as 131056',
    (code) => {
      expect(findError('meta', code)?.vendorCode).toBe('131056');
    },
  );

  it('reads texts whatever their case, spacing and full stop', () => {
    expect(findError('gupshup', ' too  many REQUESTS. ')?.title).toBe('Too Many Requests');
    expect(findError('kaleyra', 'wa-401/ACCOUNT')?.scope).toBe('account');
  });

  it('gives a code inside a range its own entry where it has one, else that of the range', () => {
    expect(findError('meta', '138001')?.title).toBe('Receiver Uncallable');
    expect(findError('meta', '138010')?.vendorCode).toBe('138000-138025');
    expect(findError('meta', '200')?.vendorCode).toBe('200-299');
  });

  it.each([
    '',
    ' ',
    '.',
    '-1',
    '1e0',
    '0x1',
    '00',
    'null',
    'undefined',
    '__proto__',
    'constructor',
  ])('knows no code %j', (code) => {
    for (const source of SOURCES) expect(findError(source, code)).toBeUndefined();
  });

  it('never throws, and gives nothing for a code that no table lists', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: -10, max: 3_000_000 }).map(String),
      fc.integer({ min: 0, max: 1_100 }).map(String),
      fc.integer({ min: 130_900, max: 132_100 }).map(String),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.constantFrom(...SOURCES), noise, (source, code) => {
        const found = findError(source, code);
        expect(found !== undefined).toBe(isListed(source, code));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('findError for a source that the types do not allow', () => {
  it.each(['acme', 'constructor', '__proto__', ''])('finds nothing: %j', (source) => {
    expect(findError(source as ErrorSource, '131056')).toBeUndefined();
  });
});

describe('errorDictionary', () => {
  it('tells in each remedy, in one sentence, what to do', () => {
    const sentence = /^[A-Z][^.!?]*\.$/;
    expect(offenders(({ remedy }) => sentence.test(remedy))).toEqual([]);
  });

  it('links each entry to a page', () => {
    expect(offenders(({ link }) => new URL(link).protocol === 'https:')).toEqual([]);
  });

  it('gives each entry a title', () => {
    expect(offenders(({ title }) => title.trim() === title && title !== '')).toEqual([]);
  });

  it('has a scope for each pause, and for nothing else', () => {
    expect(offenders(({ retry, scope }) => (retry === 'pause') === (scope !== undefined))).toEqual(
      [],
    );
  });

  it('never waits where nothing is retried, and waits whole seconds elsewhere', () => {
    expect(
      offenders(({ retry, pauseSeconds: seconds }) =>
        seconds === undefined ? true : retry !== 'none' && Number.isInteger(seconds) && seconds > 0,
      ),
    ).toEqual([]);
  });

  it('never retries what is invalid, unsupported or rejected', () => {
    const final = ['invalid', 'unsupported', 'rejected', 'unrecognized'];
    expect(offenders(({ code, retry }) => !final.includes(code) || retry === 'none')).toEqual([]);
  });

  it("ends a pause for the operator's sake only by a change, and any other pause by time", () => {
    expect(
      offenders(
        ({ code, retry, pauseSeconds: seconds }) =>
          retry !== 'pause' || (code === 'unauthorized') === (seconds === undefined),
      ),
    ).toEqual([]);
  });

  it("leaves the operator's faults to the operator", () => {
    expect(offenders(({ code, actor }) => code !== 'unauthorized' || actor === 'operator')).toEqual(
      [],
    );
  });

  it('lists each code of a vendor once', () => {
    const names = errorDictionary().map((entry) => name(entry).toLowerCase());
    expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(errorDictionary())).toBe(true);
    expect(errorDictionary().every((entry) => Object.isFrozen(entry))).toBe(true);
  });
});

/** Whether the dictionary lists a code for a source, found by going through all of it. */
function isListed(source: ErrorSource, code: string): boolean {
  const text = code.trim().replace(/\s+/g, ' ').replace(/\.$/, '').toLowerCase();
  const number = /^\d+$/.test(text) && String(Number(text)) === text ? Number(text) : undefined;
  return errorDictionary()
    .filter((entry) => entry.source === source || entry.source === 'meta')
    .some(({ vendorCode }) => {
      if (vendorCode.toLowerCase() === text) return true;
      const [first = NaN, last = NaN] = vendorCode.split('-').map(Number);
      return number !== undefined && first <= number && number <= last;
    });
}
