import { describe, expect, it } from '@jest/globals';
import type { SendMessageDto } from 'waypost/messages';
import { newMessage } from './new-message.js';

const NOW = Date.parse('2027-01-01T00:00:00Z');
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const REQUEST: SendMessageDto = {
  sender: 'shop',
  message: { to: '+919876500001', type: 'text', text: { body: 'Hello' } },
};

function stored(changes: Partial<SendMessageDto> = {}) {
  return newMessage({ ...REQUEST, ...changes }, 'key-1', NOW);
}

describe('a new message', () => {
  it('is stored with the defaults of everything that is left out', () => {
    expect(stored()).toEqual({
      id: expect.stringMatching(/^msg_[0-9a-f]{32}$/),
      sender: 'shop',
      recipient: '+919876500001',
      type: 'text',
      template: null,
      category: null,
      priority: 1,
      ordered: true,
      dueAt: 0,
      body: '{"to":"+919876500001","type":"text","text":{"body":"Hello"}}',
      labels: null,
      reference: null,
      principal: 'key-1',
      onUnknown: 'fail',
      graceMs: 120_000,
      createdAt: NOW,
      expiresAt: null,
      giveUpAt: NOW + DAY_MS,
    });
  });

  it('is stored as it is asked for', () => {
    const changes = {
      labels: ['spring', 'de'],
      reference: 'order-4711',
      category: 'marketing',
      priority: 'low',
      ordered: false,
      onUnknown: 'retry',
      unknownGraceSeconds: 5,
    } as const;
    expect(stored(changes)).toMatchObject({
      labels: '["spring","de"]',
      reference: 'order-4711',
      category: 'marketing',
      priority: 2,
      ordered: false,
      onUnknown: 'retry',
      graceMs: 5_000,
    });
  });

  it.each([
    ['24 hours', {}, NOW + DAY_MS],
    ['10 minutes with a one-time code', { category: 'authentication' }, NOW + 10 * MINUTE_MS],
    ['24 hours from the time to send at', { sendAt: '2027-01-03T00:00:00Z' }, NOW + 3 * DAY_MS],
    ['24 hours where that time has passed', { sendAt: '2026-01-03T00:00:00Z' }, NOW + DAY_MS],
    [
      'its own limit, be it more',
      { category: 'authentication', expiresAt: '2027-01-06T00:00:00Z' },
      NOW + 5 * DAY_MS,
    ],
  ] as const)('is given up after %s', (_what, changes, giveUpAt) => {
    expect(stored(changes)).toMatchObject({ giveUpAt });
  });

  it('waits for the time to send at, unless that has passed', () => {
    const sendAt = '2027-01-01T05:30:00+05:30';
    expect(stored({ sendAt: '2027-01-01T05:31:00+05:30' }).dueAt).toBe(NOW + MINUTE_MS);
    expect(stored({ sendAt }).dueAt).toBe(0);
  });

  it('is for the phone number where it has both addresses', () => {
    const recipient = 'IN.13491208655302741918';
    const both = { ...REQUEST.message, recipient };
    const { to: _to, ...hidden } = both;
    expect(stored({ message: both }).recipient).toBe('+919876500001');
    expect(stored({ message: hidden }).recipient).toBe(recipient);
  });

  it('knows the template that it uses', () => {
    const template = { name: 'order_update', language: { code: 'en_US' } };
    const message = { to: '+919876500001', type: 'template', template } as const;
    expect(stored({ message })).toMatchObject({ type: 'template', template: 'order_update' });
  });
});
