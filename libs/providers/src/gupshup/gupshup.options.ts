import { IsArray, IsBoolean, IsOptional, IsUrl, Matches } from 'class-validator';
import { HeaderSecretOptions } from '../header-secret.options.js';
import {
  E164,
  HOST,
  MEDIA_HOSTS_MESSAGE,
  PATH_SEGMENT,
  PLAIN_URL,
  PLAIN_URL_MESSAGE,
  VISIBLE,
} from '../option-patterns.js';

/** One Gupshup app, which is one WhatsApp business number, on the Partner API version 3. */
export class GupshupOptions extends HeaderSecretOptions {
  /**
   * The app's id, in every sample a UUID. The app must be on Meta's Cloud API with callback billing enabled.
   * @example bf9ee64c-3d4d-4ac4-8f00-732e577007c4
   */
  @Matches(PATH_SEGMENT, {
    message: 'appId must be the id of the app, such as bf9ee64c-3d4d-4ac4-8f00-732e577007c4',
  })
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
  @IsUrl(PLAIN_URL, { message: PLAIN_URL_MESSAGE })
  readonly baseUrl?: string | undefined = 'https://partner.gupshup.io';

  /** The app's business number in E.164, with or without `+`. Gupshup knows it by the app: it is not sent. */
  @IsOptional()
  @Matches(E164, { message: 'phone must be the business number in E.164, such as +919876500001' })
  readonly phone?: string | undefined;

  /**
   * Sends our reference as Meta's `biz_opaque_callback_data` wherever a message leaves that free, and reads it back
   * from statuses. Gupshup documents neither, so nothing depends on it.
   * @default false
   */
  @IsOptional()
  @IsBoolean({ message: 'sendReference must be true or false' })
  readonly sendReference?: boolean | undefined = false;

  /**
   * Whether nobody but this gateway sends from the number. Then a status with an unknown id may settle the one message
   * that it can mean, where the answer to sending that message was lost. Say `false` where other systems send from it.
   * @default true
   */
  @IsOptional()
  @IsBoolean({ message: 'exclusive must be true or false' })
  readonly exclusive?: boolean | undefined = true;

  /**
   * Hosts, besides Gupshup's own, from which users' files may be fetched: `files.example.com`, or
   * `*.files.example.com` for all below it.
   */
  @IsOptional()
  @IsArray({ message: MEDIA_HOSTS_MESSAGE })
  @Matches(HOST, { each: true, message: MEDIA_HOSTS_MESSAGE })
  readonly mediaHosts?: readonly string[] | undefined;
}
