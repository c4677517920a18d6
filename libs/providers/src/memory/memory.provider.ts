import type { HttpService } from '@nestjs/axios';
import type { Message } from 'waypost/messages';
import type { CallbackItem } from '../callback-item.js';
import { encodeJson } from '../http/encode-json.js';
import { postJson } from '../http/post-json.js';
import { readReply } from '../http/read-reply.js';
import { ProviderError } from '../provider-error.js';
import type { Accepted, Callback, MessagingProvider, SendContext } from '../provider.js';
import { translateMemory } from './memory.callbacks.js';
import { MemoryOptions } from './memory.options.js';
import { memoryReply } from './memory.reply.js';
import { verifyMemorySignature } from './memory.signature.js';
import type { MemorySendBody } from './memory.wire.js';

/** A message that the memory provider took, and what came with it. */
export interface KeptMessage {
  readonly providerMessageId: string;
  readonly message: Message;
  readonly context: Omit<SendContext, 'signal'>;
}

/**
 * The reference implementation of a provider, for tests and demos. Without `baseUrl` it keeps what it is given, and
 * `sent` shows it; with `baseUrl` it speaks the simplest protocol there can be, over the same HTTP as all others.
 *
 * @example
 * ```ts
 * const provider = new MemoryProvider({}, createHttp());
 * await provider.send({ to: '+919876500001', type: 'text', text: { body: 'Hello' } }, { attemptRef: 'order-7.1' });
 * provider.sent[0]?.message;
 * ```
 */
export class MemoryProvider implements MessagingProvider {
  static readonly kind = 'memory';
  static readonly Options = MemoryOptions;
  static readonly publicOptions = [
    'baseUrl',
    'phone',
    'keep',
  ] satisfies readonly (keyof MemoryOptions)[];

  readonly correlation = 'reference';
  // Private fields, so that no log line that prints the provider prints its credentials.
  readonly #options: MemoryOptions;
  readonly #http: HttpService;
  readonly #sent: KeptMessage[] = [];
  #count = 0;

  constructor(options: MemoryOptions, http: HttpService) {
    this.#options = options;
    this.#http = http;
  }

  /** One server is one account. */
  static accountKey(options: MemoryOptions): string {
    return options.baseUrl ?? 'memory';
  }

  /** What was sent without `baseUrl`, oldest first: the newest `keep` of it. The one provider that keeps state, for that is its use. */
  get sent(): readonly KeptMessage[] {
    return this.#sent;
  }

  /** Forgets what was sent. */
  clear(): void {
    this.#sent.length = 0;
  }

  /** Everything that goes to a phone number. */
  supports(message: Message): boolean {
    return typeof message.to === 'string' && message.to !== '';
  }

  async send(message: Message, context: SendContext): Promise<Accepted> {
    if (!this.supports(message)) {
      throw new ProviderError(
        'The memory provider sends to phone numbers only; give the recipient in "to".',
        { code: 'unsupported', mayHaveBeenSent: false },
      );
    }
    const { baseUrl, token } = this.#options;
    if (baseUrl === undefined || token === undefined) return this.#keep(message, context);
    const request = {
      url: `${baseUrl.replace(/\/+$/, '')}/messages`,
      headers: { authorization: `Bearer ${token}` },
      body: this.#body(message, context),
      secrets: [token],
      signal: context.signal,
    };
    return postJson(this.#http, request, (reply) => readReply(reply, memoryReply));
  }

  verify(callback: Callback): void {
    const { callbackSecret } = this.#options;
    if (callbackSecret !== undefined) verifyMemorySignature(callback, callbackSecret);
  }

  translate(callback: Callback): CallbackItem[] {
    return translateMemory(callback);
  }

  #body(message: Message, { attemptRef, labels }: SendContext): MemorySendBody {
    const { phone } = this.#options;
    return {
      reference: attemptRef,
      ...(labels?.length ? { labels } : {}),
      ...(phone === undefined ? {} : { from: phone }),
      message,
    };
  }

  #keep(message: Message, { signal, ...context }: SendContext): Accepted {
    if (signal?.aborted) {
      throw new ProviderError('The send was aborted before it began. Nothing was sent.', {
        code: 'timeout',
        mayHaveBeenSent: false,
      });
    }
    // A copy of what would have gone over the wire, whatever the caller does with its object afterwards.
    const copy = JSON.parse(encodeJson({ message, context })) as Omit<
      KeptMessage,
      'providerMessageId'
    >;
    this.#count += 1;
    const providerMessageId = `memory-${this.#count}`;
    this.#sent.push({ providerMessageId, ...copy });
    const surplus = this.#sent.length - (this.#options.keep ?? 1_000);
    if (surplus > 0) this.#sent.splice(0, surplus);
    return { providerMessageId, raw: { id: providerMessageId } };
  }
}
