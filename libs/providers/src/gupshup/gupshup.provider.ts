import type { HttpService } from '@nestjs/axios';
import type { Message } from 'waypost/messages';
import type { CallbackItem } from '../callback-item.js';
import type { CallbackAddress, CallbackRegistration } from '../callback-registration.js';
import { CallbackRejected } from '../callback-rejected.js';
import { HeaderSecret } from '../header-secret.js';
import { postJson } from '../http/post-json.js';
import { readReply } from '../http/read-reply.js';
import { leadsTo, type MediaLinks } from '../media-links.js';
import { encodeWithoutNulls } from '../meta/encode-without-nulls.js';
import type { MetaDialect } from '../meta/meta-dialect.js';
import type { Accepted, Callback, MessagingProvider, SendContext } from '../provider.js';
import { appOf, translateGupshup } from './gupshup.callbacks.js';
import { gupshupDialect } from './gupshup.dialect.js';
import { GupshupOptions } from './gupshup.options.js';
import { gupshupReply } from './gupshup.reply.js';
import { authorization, gupshupBody } from './gupshup.request.js';
import { subscribe } from './gupshup.subscription.js';

const BASE_URL = 'https://partner.gupshup.io';
/** The file manager and whatever else is Gupshup's. */
const FILES = ['*.gupshup.io'];
// https://partner-docs.gupshup.io/docs/media-management (November 2026): nothing older than 7 days is to be fetched.
const LINK_LASTS_MS = 7 * 24 * 3_600_000;

/**
 * Sends through Gupshup's Partner API version 3 and reads its callbacks, for one app, which is one business number.
 * Callbacks give Gupshup's id back, and no reference of ours that is documented.
 * @see https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners
 *
 * @example
 * ```ts
 * const gupshup = new GupshupProvider({ appId, token }, createHttp());
 * await gupshup.send({ to: '+919876500001', type: 'text', text: { body: 'Hello' } }, { attemptRef: 'order-7.1' });
 * ```
 */
export class GupshupProvider implements MessagingProvider, MediaLinks, CallbackRegistration {
  static readonly kind = 'gupshup';
  static readonly Options = GupshupOptions;
  static readonly publicOptions = [
    'appId',
    'baseUrl',
    'phone',
    'sendReference',
    'exclusive',
    'callbackHeader',
    'mediaHosts',
  ] satisfies readonly (keyof GupshupOptions)[];

  readonly correlation = 'id';
  readonly #http: HttpService;
  readonly #url: string;
  readonly #token: string;
  readonly #authorization: string;
  readonly #secrets: readonly string[];
  readonly #appId: string;
  readonly #sendsReference: boolean;
  readonly #dialect: MetaDialect;
  readonly #callbackSecret: HeaderSecret | undefined;
  readonly #ownHeader: CallbackAddress['header'];
  readonly #subscriptions: string;
  readonly #baseUrl: string;
  readonly #mediaHosts: readonly string[];

  constructor(options: GupshupOptions, http: HttpService) {
    this.#baseUrl = (options.baseUrl ?? BASE_URL).replace(/\/+$/, '');
    this.#mediaHosts = [...FILES, ...(options.mediaHosts ?? [])];
    this.#http = http;
    this.#url = `${this.#baseUrl}/partner/app/${encodeURIComponent(options.appId)}/v3/message`;
    this.#subscriptions = this.#url.replace(/v3\/message$/, 'subscription');
    this.#token = options.token;
    this.#authorization = authorization(options.token);
    this.#secrets = [options.token];
    this.#appId = options.appId;
    this.#sendsReference = options.sendReference ?? false;
    this.#dialect = gupshupDialect(this.#sendsReference);
    const { callbackHeader: name = 'authorization', callbackSecret: value } = options;
    this.#ownHeader = value === undefined ? undefined : { name, value };
    this.#callbackSecret = HeaderSecret.of(options, "the meta headers of Gupshup's subscription");
  }

  /** A token, a wallet and a rate belong to one app, and one app is one number. */
  static accountKey(options: GupshupOptions): string {
    return options.appId.toLowerCase();
  }

  /**
   * Everything: Gupshup passes Meta's object through, and documents no type that it refuses. What an app is not
   * enabled for (recipients by business-scoped id, groups, payments) is refused by Gupshup or Meta, not by kind.
   */
  supports(_message: Message): boolean {
    return true;
  }

  async send(message: Message, { attemptRef, signal }: SendContext): Promise<Accepted> {
    const request = {
      url: this.#url,
      headers: { authorization: this.#authorization },
      body: gupshupBody(message, this.#sendsReference ? attemptRef : undefined),
      encode: encodeWithoutNulls,
      secrets: this.#secrets,
      signal,
    };
    return postJson(this.#http, request, (reply) => readReply(reply, gupshupReply));
  }

  /**
   * Compares one header with the configured value in constant time, and the app that the callback names with ours.
   * Gupshup signs nothing.
   * @see https://partner-docs.gupshup.io/docs/webhook-key-points
   */
  verify(callback: Callback): void {
    this.#callbackSecret?.verify(callback.headers);
    const app = appOf(callback);
    if (app === undefined || app.toLowerCase() === this.#appId.toLowerCase()) return;
    throw new CallbackRejected(
      'The callback is for another Gupshup app; give each app the callback address of its own sender.',
    );
  }

  /**
   * Subscribes the address with version 3, under a header that proves the callbacks: the configured one, else that of
   * the address.
   */
  registerCallbacks(address: CallbackAddress): Promise<{ readonly id?: string }> {
    const header = this.#ownHeader ?? address.header;
    const access = {
      url: this.#subscriptions,
      authorization: this.#authorization,
      token: this.#token,
    };
    return subscribe(this.#http, access, { url: address.url, ...(header && { header }) });
  }

  translate(callback: Callback): CallbackItem[] {
    return translateGupshup(callback, this.#dialect);
  }

  isMediaLink(link: URL): boolean {
    return leadsTo(link, this.#mediaHosts, this.#baseUrl);
  }

  /** A week. */
  mediaLinkEnd(_link: URL, givenAt: number): number {
    return givenAt + LINK_LASTS_MS;
  }
}
