import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Accepted, MessagingProvider } from 'waypost/providers';
import { Drain } from './drain.js';
import { MessagesService } from './messages.service.js';
import { SenderDirectory } from './senders/sender-directory.js';

const REQUEST = {
  sender: 'shop',
  message: { to: '+919876500001', type: 'text', text: { body: 'Hello' } },
};

/** A provider that breaks its promise to throw nothing but ProviderError. */
class BrokenProvider implements MessagingProvider {
  readonly correlation = 'id';
  sends = 0;

  supports(): boolean {
    return true;
  }

  send(): Promise<Accepted> {
    this.sends += 1;
    return Promise.reject(new TypeError('Cannot read properties of undefined'));
  }

  verify(): void {
    throw new Error('Nothing is verified here.');
  }

  translate(): [] {
    return [];
  }
}

describe('MessagesService', () => {
  afterEach(() => {
    Logger.overrideLogger(true);
  });

  function serviceWith(provider: MessagingProvider): MessagesService {
    const sender = { id: 'shop', kind: 'broken', phone: '+919876500001', limits: {}, provider };
    return new MessagesService(new SenderDirectory([sender]), new Drain());
  }

  it('takes a failure that no provider should have for an unknown outcome, and logs it', async () => {
    const error = jest.fn();
    Logger.overrideLogger({ log: jest.fn(), warn: jest.fn(), error });
    const provider = new BrokenProvider();
    await expect(serviceWith(provider).send(REQUEST)).rejects.toMatchObject({
      problem: {
        code: 'outcome_unknown',
        mayHaveBeenSent: true,
        detail: expect.not.stringContaining('undefined'),
      },
    });
    expect(provider.sends).toBe(1);
    expect(JSON.stringify(error.mock.calls)).toContain('Cannot read properties of undefined');
    expect(JSON.stringify(error.mock.calls)).not.toContain('+919876500001');
  });
});
