import type { HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { IsUrl, Matches } from 'class-validator';
import { findError, type Message } from 'waypost/messages';
import {
  asObject,
  asText,
  callForm,
  itemId,
  leadsTo,
  parseJson,
  postJson,
  ProviderError,
  providerModule,
  readReply,
  type Accepted,
  type Callback,
  type CallbackAddress,
  type CallbackItem,
  type CallbackRegistration,
  type MediaLinks,
  type MessagingProvider,
  type ReplyReader,
  type SendContext,
} from 'waypost/providers';

/** An account at Acme, a vendor that takes texts only. */
export class AcmeOptions {
  @IsUrl({ require_tld: false }, { message: 'baseUrl must be a URL' })
  readonly baseUrl: string;

  @Matches(/^\w+$/, { message: 'account must be the id of the account' })
  readonly account: string;

  @Matches(/^key_\w+$/, { message: 'apiKey must be the key from the console' })
  readonly apiKey: string;
}

const acmeReply: ReplyReader = {
  refusal(body) {
    const error = asObject(body.error);
    const code = asText(error?.code);
    const entry = code === undefined ? undefined : findError('meta', code);
    return error && { code, message: asText(error.text), entry };
  },
  messageId: (body) => asText(body.id),
};

export class AcmeProvider implements MessagingProvider, CallbackRegistration, MediaLinks {
  static readonly kind = 'acme';
  static readonly Options = AcmeOptions;
  readonly correlation = 'reference';
  readonly #options: AcmeOptions;
  readonly #http: HttpService;

  constructor(options: AcmeOptions, http: HttpService) {
    this.#options = options;
    this.#http = http;
  }

  static accountKey(options: AcmeOptions): string {
    return options.account;
  }

  supports(message: Message): boolean {
    return message.type === 'text' && message.context === undefined;
  }

  async send(message: Message, context: SendContext): Promise<Accepted> {
    if (!this.supports(message)) {
      throw new ProviderError('Acme carries texts only; send one.', {
        code: 'unsupported',
        mayHaveBeenSent: false,
      });
    }
    const { baseUrl, account, apiKey } = this.#options;
    const reply = await postJson(this.#http, {
      url: `${baseUrl}/accounts/${account}/messages`,
      headers: { 'x-api-key': apiKey },
      body: { reference: context.attemptRef, message },
      secrets: [apiKey],
      signal: context.signal,
    });
    return readReply(reply, acmeReply);
  }

  async registerCallbacks({ url }: CallbackAddress): Promise<{ readonly id?: string }> {
    const { baseUrl, account, apiKey } = this.#options;
    const reply = await callForm(this.#http, {
      method: 'PUT',
      url: `${baseUrl}/accounts/${account}/callback`,
      headers: { 'x-api-key': apiKey },
      form: { url },
      secrets: [apiKey],
    });
    const { providerMessageId: id } = readReply(reply, acmeReply);
    return id === undefined ? {} : { id };
  }

  isMediaLink(link: URL): boolean {
    return leadsTo(link, ['files.acme.example'], this.#options.baseUrl);
  }

  mediaLinkEnd(_link: URL, givenAt: number): number {
    return givenAt + 86_400_000;
  }

  verify(_callback: Callback): void {
    // Acme signs nothing.
  }

  translate({ method, query, body }: Callback): CallbackItem[] {
    const raw = parseJson(body);
    const status = asObject(raw);
    const id = asText(status?.id);
    const word = status?.status;
    if (id !== undefined && (word === 'sent' || word === 'delivered')) {
      const ids = { providerIds: [id] };
      return [{ kind: 'status', id: itemId('status', id, word), status: word, ids, raw }];
    }
    const text = Buffer.from(body).toString('latin1');
    return [
      {
        kind: 'unknown',
        id: itemId('unknown', method, JSON.stringify(query), text),
        reason: 'A callback that is not known.',
        raw: raw ?? { method, query, text },
      },
    ];
  }
}

@Module({})
export class AcmeModule extends providerModule(AcmeProvider) {}
