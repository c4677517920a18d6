import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { makeSecret, signatureHeaders } from './signature.js';

const BODY = '{"id":"evt_1","type":"message.sent","text":"é \u{1f600}"}';
const event = (at = Date.now()) => ({ id: 'evt_1', body: BODY, at });

describe('signatures', () => {
  it('are accepted by the verifier of Standard Webhooks', () => {
    const secret = makeSecret();
    const verified = new Webhook(secret).verify(BODY, { ...signatureHeaders([secret], event()) });
    expect(verified).toEqual(JSON.parse(BODY));
  });

  it('are made by the former secret as well while it still signs', () => {
    const [next, former, other] = [makeSecret(), makeSecret(), makeSecret()];
    const headers = { ...signatureHeaders([next, former], event()) };
    expect(new Webhook(next).verify(BODY, headers)).toBeDefined();
    expect(new Webhook(former).verify(BODY, headers)).toBeDefined();
    expect(() => new Webhook(other).verify(BODY, headers)).toThrow();
  });

  it('cover the id, the time and every byte of the body', () => {
    const secret = makeSecret();
    const headers = { ...signatureHeaders([secret], event()) };
    const verify = (body: string, changes: object) => () =>
      new Webhook(secret).verify(body, { ...headers, ...changes });
    expect(verify(`${BODY} `, {})).toThrow();
    expect(verify(BODY, { 'webhook-id': 'evt_2' })).toThrow();
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(verify(BODY, { 'webhook-timestamp': later })).toThrow();
  });

  it('come of secrets of 32 random bytes', () => {
    const secret = makeSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(makeSecret()).not.toBe(secret);
  });
});
