import { IsBoolean, IsNotEmpty, IsOptional, IsString, IsUrl, Matches } from 'class-validator';

const PATH_SEGMENT = /^[\w-]+$/;
const E164 = /^\+?[1-9]\d{6,14}$/;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VISIBLE = /^[\x21-\x7e]+$/;
const VISIBLE_WORDS = /^[\x21-\x7e]+( [\x21-\x7e]+)*$/;
const PLAIN_URL = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
  allow_fragments: false,
  allow_query_components: false,
};

/** One Gupshup app, which is one WhatsApp business number, on the Partner API version 3. */
export class GupshupOptions {
  /** The app's id, a UUID. The app must be on Meta's Cloud API with callback billing enabled. */
  @Matches(PATH_SEGMENT, { message: 'appId must be the id of the app, a UUID' })
  readonly appId: string;

  /**
   * A token of that app: the lasting one, `sk_…`, or a Universal App Token, `eyJ…`. Without `Bearer`, which is added
   * where it belongs.
   * @see https://partner-docs.gupshup.io/docs/generate-secret-and-token
   */
  @Matches(VISIBLE, {
    message: 'token must be a token of the app, without Bearer and without spaces',
  })
  readonly token: string;

  /**
   * The address of the Partner API, without `/partner`.
   * @default 'https://partner.gupshup.io'
   */
  @IsOptional()
  @IsUrl(PLAIN_URL, {
    message:
      'baseUrl must be an http or https address without query, such as https://api.example.com',
  })
  readonly baseUrl?: string = 'https://partner.gupshup.io';

  /** The app's business number in E.164, with or without `+`. Gupshup knows it by the app: it is not sent. */
  @IsOptional()
  @Matches(E164, { message: 'phone must be the business number in E.164, such as +919876500001' })
  readonly phone?: string;

  /**
   * Sends our reference as Meta's `biz_opaque_callback_data` wherever a message leaves that free, and reads it back
   * from statuses. Gupshup documents neither, so nothing depends on it.
   * @default false
   */
  @IsOptional()
  @IsBoolean({ message: 'sendReference must be true or false' })
  readonly sendReference?: boolean = false;

  /**
   * The header in which callbacks carry `callbackSecret`.
   * @default 'authorization'
   */
  @IsOptional()
  @Matches(HEADER_NAME, { message: 'callbackHeader must be the name of an HTTP header' })
  readonly callbackHeader?: string = 'authorization';

  /**
   * The whole value that `callbackHeader` must have, as set in the `meta` of the subscription. Gupshup signs
   * nothing, so without it every callback that does not name another app counts as Gupshup's, and only the secrecy
   * of the address protects it.
   */
  @IsOptional()
  @IsString({ message: 'callbackSecret must be text' })
  @IsNotEmpty({ message: 'callbackSecret must not be empty' })
  @Matches(VISIBLE_WORDS, {
    message: 'callbackSecret must be the exact value of the header, in plain ASCII',
  })
  readonly callbackSecret?: string;
}
