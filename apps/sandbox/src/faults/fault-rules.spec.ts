import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SandboxInputError } from '../input-error.js';
import { FaultRules } from './fault-rules.js';
import { FAULT_KINDS, SIMPLE_FAULT_KINDS } from './fault.js';
import { readFaultRule } from './fault-reader.js';
import { MAGIC_RECIPIENTS } from './magic-recipients.js';

/** What strikes each of a hundred requests of one account. */
const hundred = (rules: FaultRules): string =>
  Array.from({ length: 100 }, () => {
    const draw = rules.draw('gupshup', 'app');
    draw.recipient('447700900123');
    return draw.answer === undefined ? '-' : 'x';
  }).join('');

describe('fault rules', () => {
  it('strike by provider, account and recipient, all conditions at once', () => {
    const rules = new FaultRules('seed');
    rules.add({ provider: 'gupshup', account: 'a', to: '+44 7700 900123', fault: 'html' });
    const answerFor = (provider: 'gupshup' | 'kaleyra', account: string, to: string) => {
      const draw = rules.draw(provider, account);
      draw.recipient(to);
      return draw.answer?.kind;
    };
    expect(answerFor('gupshup', 'a', '447700900123')).toBe('html');
    expect(answerFor('kaleyra', 'a', '447700900123')).toBeUndefined();
    expect(answerFor('gupshup', 'b', '447700900123')).toBeUndefined();
    expect(answerFor('gupshup', 'a', '447700900124')).toBeUndefined();
  });

  it('are spent after their times, and then let the next rule strike', () => {
    const rules = new FaultRules('seed');
    rules.add({ times: 2, fault: 500 });
    rules.add({ times: 1, fault: 429 });
    const statuses = Array.from({ length: 4 }, () => {
      const { answer } = rules.draw('gupshup', 'app');
      return answer?.kind === 'http' ? answer.status : undefined;
    });
    expect(statuses).toEqual([500, 500, 429, undefined]);
    expect(rules.list().map(({ hits }) => hits)).toEqual([2, 1]);
  });

  it('keep their order when an earlier one must wait for the recipient', () => {
    const rules = new FaultRules('seed');
    rules.add({ to: '447700900123', fault: 500 });
    rules.add({ fault: 'reset-before-read' });
    const draw = rules.draw('gupshup', 'app');
    expect(draw.answer).toBeUndefined();
    draw.recipient('447700900123');
    expect(draw.answer).toEqual({ kind: 'http', status: 500 });
    expect(rules.list()[1]?.hits).toBe(0);
  });

  it('combine every callback fault with the first answer fault', () => {
    const rules = new FaultRules('seed');
    rules.add({ fault: 'duplicate-callbacks' });
    rules.add({ fault: 'html' });
    rules.add({ fault: 'reorder-callbacks' });
    const draw = rules.draw('kaleyra', 'sid');
    expect(draw.answer?.kind).toBe('html');
    expect(draw.callbacks.map(({ kind }) => kind)).toEqual([
      'duplicate-callbacks',
      'reorder-callbacks',
    ]);
  });

  it('strike the same requests under the same seed, and others under another', () => {
    const make = (seed: string): FaultRules => {
      const rules = new FaultRules(seed);
      rules.add({ probability: 0.3, fault: 'html' });
      return rules;
    };
    const first = hundred(make('one'));
    expect(hundred(make('one'))).toBe(first);
    expect(hundred(make('two'))).not.toBe(first);
    const struck = first.replaceAll('-', '').length;
    expect(struck).toBeGreaterThan(10);
    expect(struck).toBeLessThan(60);
  });

  it('are removed one by one or all at once', () => {
    const rules = new FaultRules('seed');
    const { id } = rules.add({ fault: 'html' });
    rules.add({ fault: 500 });
    expect(rules.remove(id)).toBe(true);
    expect(rules.remove(id)).toBe(false);
    expect(rules.list()).toHaveLength(1);
    rules.remove();
    expect(rules.list()).toEqual([]);
  });
});

describe('reading a fault', () => {
  it.each<[string, unknown, string]>([
    ['no fault', {}, 'fault'],
    ['an unknown word', { fault: 'gremlins' }, 'fault'],
    ['an unknown kind', { fault: { kind: 'gremlins' } }, 'fault.kind'],
    ['a kind without its number', { fault: { kind: 'slow' } }, 'fault.ms'],
    ['a number out of range', { fault: { kind: 'http', status: 99 } }, 'fault.status'],
    ['an unknown error', { fault: { kind: 'error', name: 'WA402' } }, 'fault.name'],
    [
      'a status that does not exist',
      { fault: { kind: 'drop-callbacks', statuses: ['x'] } },
      'fault.statuses[0]',
    ],
    ['a misspelt condition', { acount: 'x', fault: 'html' }, 'acount'],
    ['a misspelt option', { fault: { kind: 'slow', ms: 1, mss: 2 } }, 'fault.mss'],
    ['an impossible chance', { probability: 2, fault: 'html' }, 'probability'],
    ['no times at all', { times: 0, fault: 'html' }, 'times'],
    ['a recipient that is no number', { to: 'me', fault: 'html' }, 'to'],
    ["one vendor's fault at the other", { provider: 'gupshup', fault: 'RBC001' }, 'provider'],
    [
      "batches in Kaleyra's envelope, which holds one",
      { provider: 'kaleyra', fault: 'batch-callbacks' },
      'provider',
    ],
    ['what is not an object', null, 'body'],
  ])('refuses %s, naming the field', (_, rule, field) => {
    expect(() => readFaultRule(rule)).toThrow(expect.objectContaining({ field }));
  });

  it('gives a fault to the only vendor that can show it', () => {
    expect(readFaultRule({ fault: 'E110' }).provider).toBe('kaleyra');
    expect(readFaultRule({ fault: { kind: 'failed', code: 1003 } }).provider).toBe('gupshup');
    expect(readFaultRule({ fault: { kind: 'failed', code: 131026 } }).provider).toBeUndefined();
  });

  it('takes every kind that needs nothing more by its name alone', () => {
    for (const kind of SIMPLE_FAULT_KINDS) {
      expect(readFaultRule({ fault: kind }).fault).toEqual({ kind });
    }
  });

  it('answers anything at all with a rule or with the name of a field', () => {
    const anyFault = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          kind: fc.constantFrom(...FAULT_KINDS),
          code: fc.jsonValue(),
          status: fc.jsonValue(),
          ms: fc.jsonValue(),
          statuses: fc.jsonValue(),
        },
        { requiredKeys: ['kind'] },
      ),
    );
    const rule = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { fault: anyFault, to: fc.jsonValue(), times: fc.jsonValue() },
        { requiredKeys: ['fault'] },
      ),
    );
    fc.assert(
      fc.property(rule, (value) => {
        try {
          return readFaultRule(value).fault.kind.length > 0;
        } catch (error) {
          return error instanceof SandboxInputError && error.field !== '';
        }
      }),
    );
  });
});

describe('magic recipients', () => {
  it('are numbers reserved for fiction, each once', () => {
    const numbers = MAGIC_RECIPIENTS.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(number).toMatch(/^\+1 202-555-01\d\d$/);
  });

  it('do what their table says, unless a rule was faster', () => {
    const rules = new FaultRules('seed');
    for (const { number, faults } of MAGIC_RECIPIENTS) {
      const draw = rules.draw('kaleyra', 'sid');
      draw.recipient(number.replace(/\D/g, ''));
      expect(draw.answer ?? draw.callbacks[0]).toEqual(faults.kaleyra);
    }
    rules.add({ fault: 429 });
    const draw = rules.draw('kaleyra', 'sid');
    draw.recipient('12025550122');
    expect(draw.answer).toEqual({ kind: 'http', status: 429 });
  });

  it('are all in the README, in the same words', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').replace(
      / +\|/g,
      ' |',
    );
    for (const { number, what } of MAGIC_RECIPIENTS) {
      expect(readme).toContain(`| ${number.slice(-2)} | ${what} |`);
    }
  });
});
