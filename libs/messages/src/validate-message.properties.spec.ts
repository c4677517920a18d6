import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { examples } from './examples/examples.js';
import { SendMessageDto } from './send-message.dto.js';
import { validateMessage } from './validate-message.js';
import { validateSendMessage } from './validate-send-message.js';

type Tree = Record<string, unknown>;

const EXAMPLES = Object.values(examples);
const anyExample = fc
  .constantFrom(...EXAMPLES)
  .map((example) => structuredClone(example) as unknown);

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    0,
    -1,
    11,
    1e9,
    'x'.repeat(2000),
    true,
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const anyKey = fc.oneof(
  fc.constantFrom('id', 'link', 'caption', 'header', 'context', 'type', 'title', 'extra'),
  fc.stringMatching(/^[a-z_]{1,12}$/),
);
// Steps choose which way to go down; the last tells what to do there.
const change = fc.record({
  steps: fc.array(fc.nat(20), { maxLength: 8 }),
  key: anyKey,
  add: fc.boolean(),
  value: anyValue,
});

/** A valid message with something else in one place. */
const nearlyValid = fc
  .tuple(anyExample, fc.array(change, { maxLength: 3 }))
  .map(([root, changes]) => {
    for (const { steps, key, add, value } of changes) {
      let at = root as Tree;
      let last: [Tree, string] | undefined;
      for (const step of steps) {
        const keys = Object.keys(at);
        const chosen = keys[step % Math.max(keys.length, 1)];
        if (chosen === undefined) break;
        last = [at, chosen];
        if (typeof at[chosen] !== 'object' || at[chosen] === null) break;
        at = at[chosen] as Tree;
      }
      const [parent, member] = last ?? [at, key];
      parent[add && !Array.isArray(parent) ? key : member] = structuredClone(value);
    }
    return JSON.parse(JSON.stringify(root)) as unknown;
  });

/** What Nest's own ValidationPipe does with the class. */
function isValidToStock(message: unknown): boolean {
  const instance = plainToInstance(
    SendMessageDto,
    { sender: 'shop-in', message },
    { exposeDefaultValues: true },
  );
  return validateSync(instance, { whitelist: true, forbidNonWhitelisted: true }).length === 0;
}

/** What no JSON is. Listed here rather than generated, because fast-check itself looks into what it generates. */
function hostileValues(): unknown[] {
  const fail = () => {
    throw new Error('must not be read');
  };
  const endless: Tree = { type: 'text' };
  endless.text = endless;
  let deep: unknown = 'x';
  for (let level = 0; level < 10_000; level++) deep = { text: deep, data: [deep] };
  return [
    endless,
    deep,
    Object.defineProperty({ to: '1' }, 'type', { get: fail, enumerable: true }),
    new Proxy({}, { ownKeys: fail, get: fail, has: fail, getOwnPropertyDescriptor: fail }),
    new Proxy({ type: 'text' }, { getPrototypeOf: fail }),
    new Map([['type', 'text']]),
    Object.create(null),
    JSON.parse('{"__proto__":{"type":"text"},"constructor":{"prototype":1}}'),
    { type: 'contacts', to: '+919876500001', contacts: new Array(1e9) },
    { type: 'contacts', to: '+919876500001', contacts: [{ phones: new Array(1e9) }] },
    { type: 'text', text: { body: { toString: fail } }, to: { valueOf: fail } },
    { type: { toString: fail }, [Symbol.iterator]: fail },
  ];
}

describe('validation', () => {
  const values = fc.oneof(
    {
      arbitrary: fc.anything({
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withBigInt: true,
        withDate: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      weight: 4,
    },
    { arbitrary: nearlyValid, weight: 4 },
  );

  function expectAnAnswer(input: unknown, allowUnknown: boolean): void {
    const { message, problems } = validateMessage(input, { allowUnknown });
    expect((message === undefined) !== (problems === undefined)).toBe(true);
    expect(problems?.length).not.toBe(0);
    const sent = validateSendMessage({ sender: 'shop-in', message: input, allowUnknown });
    expect('problems' in sent).toBe(problems !== undefined);
    validateSendMessage(input);
  }

  it('never throws, and gives either a value or problems', () => {
    fc.assert(fc.property(values, fc.boolean(), expectAnAnswer), { numRuns: 500 });
  });

  it.each(hostileValues().map((value) => [() => value]))(
    'refuses what no JSON is, and does not throw (case %#)',
    (value) => {
      for (const allowUnknown of [true, false]) {
        expectAnAnswer(value(), allowUnknown);
        expect(validateMessage(value(), { allowUnknown }).problems).toBeDefined();
      }
    },
  );

  it('finds in JSON what it can name, one sentence per path below the message', () => {
    fc.assert(
      fc.property(nearlyValid, (input) => {
        const { problems = [] } = validateMessage(input);
        for (const { path, message } of problems) {
          expect(path).toMatch(/^message($|[.[])/);
          expect(message).toMatch(/^[A-Z`].*[.?]$/);
          expect(message).not.toContain('cannot be read');
        }
        expect(new Set(problems.map(({ path }) => path)).size).toBe(problems.length);
      }),
      { numRuns: 500 },
    );
  });

  it('gives back what is valid again, and as the same', () => {
    fc.assert(
      fc.property(nearlyValid, fc.boolean(), (input, allowUnknown) => {
        const { message } = validateMessage(input, { allowUnknown });
        fc.pre(message !== undefined);
        expect(JSON.parse(JSON.stringify(message))).toEqual(message);
        expect(validateMessage(message, { allowUnknown })).toEqual({ message });
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with class-validator on the same classes', () => {
    let valid = 0;
    fc.assert(
      fc.property(nearlyValid, (input) => {
        // class-transformer and class-validator read such members as what every object inherits.
        fc.pre(!/"(constructor|__proto__|toString|valueOf|then)":/.test(JSON.stringify(input)));
        const isValid = validateMessage(input).problems === undefined;
        if (isValid) valid++;
        expect(isValidToStock(input)).toBe(isValid);
      }),
      { numRuns: 1000 },
    );
    expect(valid).toBeGreaterThan(50);
  });

  it.each(Object.entries(examples))(
    'agrees with class-validator that %s is valid',
    (_name, example) => {
      expect(isValidToStock(example)).toBe(true);
    },
  );
});
