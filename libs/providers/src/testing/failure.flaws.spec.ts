import type { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import type { MemoryOptions } from '../memory/memory.options.js';
import { MemoryProvider } from '../memory/memory.provider.js';
import { ProviderError } from '../provider-error.js';
import { claiming, failedTest, failing, sending, type Flaw } from './flawed.harness.js';

class OptionsInAField extends MemoryProvider {
  constructor(
    readonly options: MemoryOptions,
    http: HttpService,
  ) {
    super(options, http);
  }
}

const FLAWS: readonly Flaw[] = [
  [
    'gives every refusal one code',
    '5. reads 400',
    failing((error) => new ProviderError(error.message, { ...error, code: 'unauthorized' })),
  ],
  [
    'throws a TypeError where the answer is HTML',
    '5. throws a ProviderError for every status',
    failing((error) => (error.vendor?.code ? error : new TypeError('no property of undefined'))),
  ],
  [
    'says that a 4xx may have been sent',
    '5. throws a ProviderError for every status',
    claiming(true, (e) => e.vendor?.status === 404),
  ],
  [
    'says that a 408 was not sent',
    '5. throws a ProviderError for every status',
    claiming(false, (e) => e.vendor?.status === 408),
  ],
  [
    'says that a 502 was not sent',
    '5. throws a ProviderError for every status',
    claiming(false, (e) => e.vendor?.status === 502),
  ],
  [
    'says that a lost acceptance was not sent',
    '5. takes a 2xx',
    claiming(false, (e) => e.vendor?.status === 202),
  ],
  [
    'says that a reset request was not sent',
    '6. knows that it may have been sent after reset-before-body',
    claiming(false, (e) => !e.vendor),
  ],
  [
    'says that an unconnected request may have been sent',
    '6. knows that nothing was sent when the connection is refused',
    claiming(true, (e) => !e.vendor),
  ],
  [
    'says that a timeout is a lost connection',
    '6. ends with "timeout"',
    failing((error) => new ProviderError(error.message, { ...error, code: 'unavailable' })),
  ],
  [
    'does not look at the signal',
    '6. stops waiting',
    sending((send, message, { signal: _, ...context }) => send(message, context)),
  ],
  [
    'sends twice',
    '7. makes one request, whatever is answered',
    sending(async (send, message, context) => {
      await send(message, context);
      return send(message, context);
    }),
  ],
  [
    'sends again after an error',
    '7. makes one request, whatever is answered',
    sending((send, m, c) => send(m, c).catch(() => send(m, c))),
  ],
  [
    'sends again after a lost connection',
    '7. makes one request, whatever becomes',
    sending((send, m, c) =>
      send(m, c).catch((error: ProviderError) => {
        if (error.vendor) throw error;
        return send(m, c);
      }),
    ),
  ],
  [
    'shows its key in the cause of an error',
    '8. shows no secret, recipient',
    failing((error, { token }) => Object.assign(error, { cause: { config: { token } } })),
  ],
  [
    'shows its key in a field of an error',
    '8. shows no secret, recipient',
    failing((error, { token }) => Object.assign(error, { request: { headers: { token } } })),
  ],
  [
    'shows the recipient in an error',
    '8. shows no secret, recipient',
    sending((send, message, context) =>
      send(message, context).catch((error: ProviderError) => {
        throw new ProviderError(`${error.message} (to ${message.to})`, error);
      }),
    ),
  ],
  [
    'logs its options',
    '8. shows no secret, recipient',
    sending((send, message, context, options) => {
      new Logger('Flawed').debug(options);
      return send(message, context);
    }),
  ],
  [
    'prints its options',
    '8. shows no secret, recipient',
    sending((send, message, context, options) => {
      console.log(options);
      return send(message, context);
    }),
  ],
  [
    'writes its options to a stream',
    '8. shows no secret, recipient',
    sending((send, message, context, options) => {
      process.stderr.write(`${JSON.stringify(options)}\n`);
      return send(message, context);
    }),
  ],
  ['keeps its options in a public field', '8. shows no secret when the provider', OptionsInAField],
  [
    'takes any error envelope for a documented refusal',
    '5. survives its documented answers',
    claiming(false, (e) => e.vendor?.code !== undefined),
  ],
  [
    'trusts a refusal to have a code',
    '5. survives its documented answers',
    failing((error) =>
      error.vendor && !error.vendor.code ? new TypeError('code is undefined') : error,
    ),
  ],
  [
    'says that a connect timeout may have been sent',
    '6. knows that nothing was sent when the connection is not answered in time',
    claiming(true, (e) => !e.vendor),
  ],
  [
    'sends what was aborted before',
    '6. knows that nothing was sent when it was aborted',
    sending((send, message, { signal: _, ...context }) => send(message, context)),
  ],
  [
    'shows what the vendor echoes',
    '8. shows no secret where the vendor echoes',
    failing((error, { token }) => new ProviderError(`Refused: ${token}`, error)),
  ],
];

describe('the conformance kit', () => {
  it.each(FLAWS)(
    'fails a provider that %s',
    async (_flaw, test, provider) => {
      expect(await failedTest(provider, test)).toBeDefined();
    },
    30_000,
  );
});
