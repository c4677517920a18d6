import type { HttpService } from '@nestjs/axios';
import type { Message } from 'waypost/messages';
import type { CallbackItem } from '../callback-item.js';
import { HeaderSecret } from '../header-secret.js';
import { postJson } from '../http/post-json.js';
import { readReply } from '../http/read-reply.js';
import type { CallbackAddress, CallbackSteps } from '../callback-registration.js';
import { leadsTo, type MediaLinks } from '../media-links.js';
import { encodeWithoutNulls } from '../meta/encode-without-nulls.js';
import { ProviderError } from '../provider-error.js';
import type { Accepted, Callback, MessagingProvider, SendContext } from '../provider.js';
import { translateKaleyra } from './kaleyra.callbacks.js';
import { KALEYRA_FILES, signedLinkEnd } from './kaleyra.media.js';
import { KALEYRA_HOSTS, KaleyraOptions } from './kaleyra.options.js';
import { kaleyraReply } from './kaleyra.reply.js';
import { kaleyraBody, withPlus } from './kaleyra.request.js';

/**
 * Sends through Kaleyra's WhatsApp API version 2 and reads its callbacks, for one business number. Callbacks give
 * our reference back, so a message is found again even if the answer to it was lost.
 * @see https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages
 *
 * @example
 * ```ts
 * const kaleyra = new KaleyraProvider({ sid, apiKey, phone: '+919876500001' }, createHttp());
 * await kaleyra.send({ to: '+919876500002', type: 'text', text: { body: 'Hello' } }, { attemptRef: 'order-7.1' });
 * ```
 */
export class KaleyraProvider implements MessagingProvider, MediaLinks, CallbackSteps {
  static readonly kind = 'kaleyra';
  static readonly Options = KaleyraOptions;
  static readonly publicOptions = [
    'sid',
    'phone',
    'pod',
    'baseUrl',
    'waSource',
    'callbackHeader',
    'mediaHosts',
  ] satisfies readonly (keyof KaleyraOptions)[];

  readonly correlation = 'reference';
  readonly #http: HttpService;
  readonly #url: string;
  readonly #apiKey: string;
  readonly #waSource: string;
  readonly #callbackSecret: HeaderSecret | undefined;
  readonly #baseUrl: string;
  readonly #mediaHosts: readonly string[];

  constructor(options: KaleyraOptions, http: HttpService) {
    this.#baseUrl = (options.baseUrl ?? KALEYRA_HOSTS[options.pod ?? 'in']).replace(/\/+$/, '');
    this.#mediaHosts = [...KALEYRA_FILES, ...(options.mediaHosts ?? [])];
    const sid = encodeURIComponent(options.sid);
    this.#http = http;
    this.#url = `${this.#baseUrl}/v2/${sid}/whatsapp/${withPlus(options.phone)}/messages`;
    this.#apiKey = options.apiKey;
    this.#waSource = options.waSource ?? 'api';
    this.#callbackSecret = HeaderSecret.of(options, "Kaleyra's callback profile");
  }

  /** A key and a SID are valid as a pair, and one SID is one account. */
  static accountKey(options: KaleyraOptions): string {
    return options.sid;
  }

  /**
   * Everything with a phone number in `to`. Kaleyra documents `to` as required, so a user who is known by a
   * business-scoped id only cannot be reached.
   */
  supports(message: Message): boolean {
    return hasPhone(message);
  }

  async send(message: Message, context: SendContext): Promise<Accepted> {
    if (!hasPhone(message)) {
      throw new ProviderError('Kaleyra sends to phone numbers only; give the recipient in "to".', {
        code: 'unsupported',
        mayHaveBeenSent: false,
      });
    }
    const request = {
      url: this.#url,
      headers: { 'api-key': this.#apiKey },
      body: kaleyraBody(message, context, this.#waSource),
      encode: encodeWithoutNulls,
      secrets: [this.#apiKey],
      signal: context.signal,
    };
    return postJson(this.#http, request, (reply) => readReply(reply, kaleyraReply));
  }

  /**
   * Compares one header with the configured value in constant time. Kaleyra signs nothing. The number that a
   * callback names is not compared with ours: Meta writes some numbers in another form than E.164 (Mexico,
   * Argentina, Brazil), and a callback that is refused in error cannot be asked for again.
   */
  verify({ headers }: Callback): void {
    this.#callbackSecret?.verify(headers);
  }

  /**
   * What to enter in Kaleyra's portal: a callback profile is set up there, for each number.
   * @see https://developers.kaleyra.io/docs/create-wa-callback-profiles-using-dynamic-variables
   */
  callbackSteps({ url, header }: CallbackAddress): readonly string[] {
    const proof =
      header === undefined
        ? 'Under its headers, add the one of callbackHeader with the value of callbackSecret.'
        : `Under its headers, add ${header.name} with the value ${header.value}.`;
    return [
      `In Kaleyra's portal, create a callback profile for WhatsApp with the method POST and the URL ${url}.`,
      proof,
      'Choose the events message status and incoming message, and leave the body as Kaleyra sends it.',
      'Under the WhatsApp channel, choose the profile for the number, for status updates and for incoming messages.',
      'For template status and number quality, ask Kaleyra Operations to use the same profile.',
    ];
  }

  translate(callback: Callback): CallbackItem[] {
    return translateKaleyra(callback);
  }

  isMediaLink(link: URL): boolean {
    return leadsTo(link, this.#mediaHosts, this.#baseUrl);
  }

  /** What the link itself says, for Kaleyra's pages say nothing. */
  mediaLinkEnd(link: URL): number | undefined {
    return signedLinkEnd(link);
  }
}

function hasPhone(message: Message): message is Message & { readonly to: string } {
  return typeof message.to === 'string' && message.to !== '';
}
