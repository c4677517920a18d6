import { describe, expect, it } from '@jest/globals';
import { createHttp } from 'waypost/providers';
import { BootError } from '../boot-error.js';
import { PROVIDERS } from '../providers.js';
import { defineSenders } from './define-senders.js';

const setup = { kinds: PROVIDERS, http: createHttp() };

const good = {
  id: 'shop-in',
  provider: 'memory',
  phone: '+919876500001',
  options: { keep: 5 },
  limits: { messagesPerSecond: 80 },
};

function refusal(entries: unknown): BootError {
  try {
    defineSenders(entries, setup, 'senders.json');
  } catch (error) {
    if (error instanceof BootError) return error;
    throw error;
  }
  throw new Error('The senders were taken.');
}

describe('senders', () => {
  it('are what the entries say', () => {
    const { provider: kind, ...rest } = good;
    const senders = defineSenders([good, { ...good, id: 'otp' }], setup, 'senders.json');
    expect(senders).toEqual([
      { ...rest, kind },
      { ...rest, kind, id: 'otp' },
    ]);
  });

  it('may have no limits', () => {
    const { limits: _limits, ...entry } = good;
    expect(defineSenders([entry], setup, 'senders.json')[0]?.limits).toEqual({});
  });

  it.each([[{}], [null], ['x']])('must be a list, not %j', (entries) => {
    expect(refusal(entries).message).toBe('senders.json must hold a JSON array of senders.');
  });

  it.each([
    [{ ...good, id: 'a b' }, /^Sender number 1: Field id must be/],
    [{ ...good, provider: 'memroy' }, /^Sender "shop-in": Field provider .* mean "memory"\?$/],
    [{ ...good, provider: 7 }, /^Sender "shop-in": Field provider must be one of gupshup, /],
    [{ ...good, phone: '98765' }, /^Sender "shop-in": Field phone must be/],
    [{ ...good, options: [] }, /^Sender "shop-in": Field options must be an object/],
    [{ ...good, limit: {} }, /^Sender "shop-in": There is no field limit; did you mean limits\?$/],
    [{ ...good, limits: 80 }, /^Sender "shop-in": Field limits must be an object/],
    [{ ...good, limits: { messagesPerSecond: 0 } }, /Limit messagesPerSecond must be/],
    [{ ...good, limits: { messagePerSecond: 1 } }, /no limit messagePerSecond; did you mean m/],
    [{ ...good, options: { kept: 5 } }, /^Sender "shop-in": There is no option kept\.$/],
    [{ ...good, options: { baseUrl: 'http://127.0.0.1' } }, /^Sender "shop-in": Option token /],
    [{ ...good, options: { phone: '+1' } }, /^Sender "shop-in": The phone stands beside/],
    ['shop-in', /^Sender number 1: It must be an object\.$/],
  ])('are refused with one sentence for one mistake: %j', (entry, sentence) => {
    expect(refusal([entry]).problems).toEqual([expect.stringMatching(sentence)]);
  });

  it('are refused where an id is there twice', () => {
    expect(refusal([good, good]).problems).toEqual([
      'Sender "shop-in" appears more than once: ids must be unique.',
    ]);
  });

  it('are refused with every mistake of all of them at once, and without a value', () => {
    const { message, problems } = refusal([
      { ...good, phone: 'hunter2', options: { baseUrl: 'hunter2', keep: 'hunter2' } },
      { ...good, id: 'otp', provider: 'hunter2' },
      { id: 'shop-in' },
    ]);
    expect(message).toMatch(/^senders\.json has mistakes:\n {2}- Sender "shop-in": /);
    expect(problems).toEqual([
      expect.stringContaining('Field phone'),
      expect.stringContaining('Option baseUrl'),
      expect.stringContaining('Option token'),
      expect.stringContaining('Option keep'),
      expect.stringContaining('Sender "otp": Field provider'),
      expect.stringContaining('Sender "shop-in": Field provider'),
      expect.stringContaining('Sender "shop-in": Field phone'),
      expect.stringContaining('Sender "shop-in": Field options'),
      expect.stringContaining('more than once'),
    ]);
    expect(message).not.toContain('hunter2');
  });
});
