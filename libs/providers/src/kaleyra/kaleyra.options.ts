import { IsIn, IsNotEmpty, IsOptional, IsString, IsUrl, Matches } from 'class-validator';

/**
 * The API hosts by pod, as the vendor's "Send Video Messages" page gives them
 * (https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages, read November 2026). Other pages of the
 * same date name `api.kaleyra.io` for `sg`, and there is a `na` pod with two spellings: that is what `baseUrl` is for.
 */
export const KALEYRA_HOSTS = {
  in: 'https://api.in.kaleyra.io',
  sg: 'https://api.ap.kaleyra.io',
  eu: 'https://api.eu.kaleyra.io',
} as const;

/** Where a Kaleyra account lives: India, Singapore or Europe. */
export type KaleyraPod = keyof typeof KALEYRA_HOSTS;

/**
 * What `extra_info.wa_source` may say (same page). Kaleyra silently replaces any other value by "API", so another
 * value is a mistake that only this list can show.
 */
export const KALEYRA_SOURCES = [
  'api',
  'clevertap',
  'zoho',
  'webengage',
  'shopify',
  'leadsquared',
  'responsys',
  'braze',
  'hubspot',
  'salesforce',
  'zapier',
  'eloqua',
  'moengage',
] as const;

/** A system from which messages are sent, by Kaleyra's name. */
export type KaleyraSource = (typeof KALEYRA_SOURCES)[number];

const PODS = Object.keys(KALEYRA_HOSTS);
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

/** One WhatsApp business number of a Kaleyra account on API version 2. */
export class KaleyraOptions {
  /** The account's SID, such as `HXAP16XXXXXX97IN`; the portal shows it beside the keys. */
  @Matches(PATH_SEGMENT, { message: 'sid must be the SID of the account, as the portal shows it' })
  readonly sid: string;

  /** A key of that account. It dies with the portal user who made it. */
  @Matches(VISIBLE, { message: 'apiKey must be a key of the account, without spaces' })
  readonly apiKey: string;

  /** The business number that sends, in E.164, with or without `+`. It must be registered on API version 2. */
  @Matches(E164, {
    message: 'phone must be the business number in E.164, such as +919876500001',
  })
  readonly phone: string;

  /**
   * The pod of the account, which chooses the host.
   * @default 'in'
   */
  @IsOptional()
  @IsIn(PODS, { message: `pod must be one of ${PODS.join(', ')}; for any other host set baseUrl` })
  readonly pod?: KaleyraPod = 'in';

  /**
   * The address of the API, without `/v2`; wins over `pod`. The portal shows it as "API Domain" beside each key.
   * @default the pod's host
   */
  @IsOptional()
  @IsUrl(PLAIN_URL, {
    message:
      'baseUrl must be an http or https address without query, such as https://api.example.com',
  })
  readonly baseUrl?: string;

  /**
   * The system from which messages are sent, for Kaleyra's reports.
   * @default 'api'
   */
  @IsOptional()
  @IsIn(KALEYRA_SOURCES, { message: `waSource must be one of ${KALEYRA_SOURCES.join(', ')}` })
  readonly waSource?: KaleyraSource = 'api';

  /**
   * The header in which callbacks carry `callbackSecret`.
   * @default 'authorization'
   */
  @IsOptional()
  @Matches(HEADER_NAME, { message: 'callbackHeader must be the name of an HTTP header' })
  readonly callbackHeader?: string = 'authorization';

  /**
   * The whole value that `callbackHeader` must have, as set in the callback profile: a custom header's value,
   * `Basic …` or `Bearer …`. Kaleyra signs nothing, so without it every callback counts as Kaleyra's, and only the
   * secrecy of the address protects it.
   */
  @IsOptional()
  @IsString({ message: 'callbackSecret must be text' })
  @IsNotEmpty({ message: 'callbackSecret must not be empty' })
  @Matches(VISIBLE_WORDS, {
    message: 'callbackSecret must be the exact value of the header, in plain ASCII',
  })
  readonly callbackSecret?: string;
}
