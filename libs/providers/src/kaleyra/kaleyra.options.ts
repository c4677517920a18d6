import { IsArray, IsIn, IsOptional, IsUrl, Matches } from 'class-validator';
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
/** One WhatsApp business number of a Kaleyra account on API version 2. */
export class KaleyraOptions extends HeaderSecretOptions {
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
  readonly pod?: KaleyraPod | undefined = 'in';

  /**
   * The address of the API, without `/v2`; wins over `pod`. The portal shows it as "API Domain" beside each key.
   * @default the pod's host
   */
  @IsOptional()
  @IsUrl(PLAIN_URL, { message: PLAIN_URL_MESSAGE })
  readonly baseUrl?: string | undefined;

  /**
   * The system from which messages are sent, for Kaleyra's reports.
   * @default 'api'
   */
  @IsOptional()
  @IsIn(KALEYRA_SOURCES, { message: `waSource must be one of ${KALEYRA_SOURCES.join(', ')}` })
  readonly waSource?: KaleyraSource | undefined = 'api';

  /**
   * Hosts, besides Kaleyra's own, from which users' files may be fetched: `files.example.com`, or
   * `*.files.example.com` for all below it.
   */
  @IsOptional()
  @IsArray({ message: MEDIA_HOSTS_MESSAGE })
  @Matches(HOST, { each: true, message: MEDIA_HOSTS_MESSAGE })
  readonly mediaHosts?: readonly string[] | undefined;
}
