import { randomUUID } from 'node:crypto';
import type { HttpService } from '@nestjs/axios';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, Matches } from 'class-validator';
import type { Message } from 'waypost/messages';
import { MemoryOptions } from '../memory/memory.options.js';
import { MemoryProvider } from '../memory/memory.provider.js';
import { ProviderError } from '../provider-error.js';
import type { Accepted, SendContext } from '../provider.js';
import { failedTest, sending, type Flaw } from './flawed.harness.js';

let sharedToken: string | undefined;

class KeyOfTheFirst extends MemoryProvider {
  constructor(options: MemoryOptions, http: HttpService) {
    super({ ...options, token: (sharedToken ??= options.token) }, http);
  }
}

class KeyInAnotherHeader extends MemoryProvider {
  constructor(options: MemoryOptions, http: HttpService) {
    super(options, http);
    http.axiosRef.interceptors.request.use((config) => {
      config.headers.set('x-key', options.token ?? '');
      return config;
    });
  }
}

class SupportsEverything extends MemoryProvider {
  override supports(): boolean {
    return true;
  }
}

class SendsTheUnsupported extends MemoryProvider {
  override send(message: Message, context: SendContext): Promise<Accepted> {
    return super.send({ ...message, to: message.to ?? '+12025550100' }, context);
  }
}

class LaxOptions extends MemoryOptions {
  @IsOptional()
  declare readonly token?: string;
}

class TellingOptions extends MemoryOptions {
  @Matches(/./, {
    message: ({ object }) => `token must be given for ${(object as MemoryOptions).baseUrl}`,
  })
  declare readonly token?: string;
}

class TakesAnyOptions extends MemoryProvider {
  static override readonly Options = LaxOptions;
}

class PrintsValues extends MemoryProvider {
  static override readonly Options = TellingOptions;
}

const FLAWS: readonly Flaw[] = [
  ['uses the key of the first instance for all', '1. is called', KeyOfTheFirst],
  [
    'adds a field of its own to the message',
    '2. sends text',
    sending((send, message, context) => send(Object.assign({}, message, { extra: true }), context)),
  ],
  ['carries its key in a second header', '2. sends text', KeyInAnotherHeader],
  [
    'claims to support what it does not',
    '3. does not support a message to a user id',
    SupportsEverything,
  ],
  [
    'sends what it does not support',
    '3. does not support a message to a user id',
    SendsTheUnsupported,
  ],
  [
    'lets a field that is undefined take the place of its default',
    '2. sends a field that is undefined',
    sending((send, message, context) =>
      send(Object.assign({}, message, 'context' in message && { context: null }), context),
    ),
  ],
  [
    'blames the vendor for what JSON cannot hold',
    '3. throws "invalid"',
    sending((send, message, context) =>
      send(message, context).catch(() => {
        throw new ProviderError('No answer.', { code: 'timeout', mayHaveBeenSent: false });
      }),
    ),
  ],
  [
    'makes up its ids',
    '4. returns',
    sending(async (send, m, c) => ({ ...(await send(m, c)), providerMessageId: randomUUID() })),
  ],
  [
    'keeps nothing of the answer',
    '4. returns',
    sending(async (send, m, c) => ({ ...(await send(m, c)), raw: undefined })),
  ],
  [
    'takes an acceptance without an id for a failure',
    '4. takes',
    sending(async (send, m, c) => {
      const accepted = await send(m, c);
      if (accepted.providerMessageId) return accepted;
      throw new ProviderError('No id.', { code: 'unrecognized', mayHaveBeenSent: true });
    }),
  ],
  [
    'completes the message in place',
    '9. changes neither',
    sending((send, message, context) =>
      send(Object.assign(message, { recipient_type: 'individual' }), context),
    ),
  ],
  [
    'takes the labels out of the context',
    '9. changes neither',
    sending((send, message, context) => {
      (context.labels as string[]).splice(0);
      return send(message, context);
    }),
  ],
  ['starts without a required option', '14. fails at boot without token', TakesAnyOptions],
  ['shows a value when an option is missing', '14. fails at boot without token', PrintsValues],
];

describe('the conformance kit', () => {
  it.each(FLAWS)('fails a provider that %s', async (_flaw, test, provider) => {
    expect(await failedTest(provider, test)).toBeDefined();
  });
});
