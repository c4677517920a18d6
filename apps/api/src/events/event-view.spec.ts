import { describe, expect, it } from '@jest/globals';
import type { EventRow } from 'waypost/store';
import { viewEvent } from './event-view.js';

const ROW: EventRow = {
  position: 7,
  message: null,
  messageId: null,
  sender: 'shop-in',
  sequence: 0,
  type: 'template.updated',
  at: 1_760_000_000_000,
  data: '{"change":"approved","name":"order_update"}',
  cursor: '0.7',
};

describe('an event as the API shows it', () => {
  it('has members of its own and no number where it is not about a message that was sent', () => {
    expect(viewEvent(ROW)).toEqual({
      id: 'evt_7',
      type: 'template.updated',
      sender: 'shop-in',
      at: '2025-10-09T08:53:20.000Z',
      data: { change: 'approved', name: 'order_update' },
    });
  });

  it('has its number, its message and times in words where it is', () => {
    const data = '{"status":"queued","retryAt":1760000005000}';
    const of = { message: 3, messageId: 'msg_1', sequence: 2, type: 'message.queued', data };
    expect(viewEvent({ ...ROW, ...of })).toMatchObject({
      sequence: 2,
      messageId: 'msg_1',
      data: { status: 'queued', retryAt: '2025-10-09T08:53:25.000Z' },
    });
  });

  it('names no sender where it is about none', () => {
    expect(viewEvent({ ...ROW, sender: '', type: 'webhook.disabled' })).not.toHaveProperty(
      'sender',
    );
  });
});
