/** Why Kaleyra did not hand a message to Meta; each has a page of its own in Kaleyra's index. */
export type NotSentReason =
  | 'daily-limit'
  | 'opted-out'
  | 'missing-to-or-type'
  | 'template-not-found'
  | 'country-blocked'
  | 'missing-slug';

interface NotSent {
  readonly reason: string;
  readonly code?: string;
}

/**
 * The callback's `reason` and `code`. Only the daily limit's page could be read, so only its code is known;
 * the others go out without one unless the fault states it.
 * https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-daily-limit-reached (November 2026)
 */
export const NOT_SENT: Readonly<Record<NotSentReason, NotSent>> = {
  'daily-limit': { code: 'WAV2101', reason: 'Account daily limit reached' },
  'opted-out': { reason: 'Number opted out' },
  'missing-to-or-type': { reason: 'To number or type missing' },
  'template-not-found': { reason: 'Template details not found' },
  'country-blocked': { reason: 'Country traffic blocked' },
  'missing-slug': { reason: 'Missing slug value for URL tracking' },
};

/** Every reason by name. */
export const NOT_SENT_REASONS = Object.keys(NOT_SENT) as NotSentReason[];

/** Kaleyra's pages spell the status in three ways. */
export const NOT_SENT_SPELLINGS = ['not sent', 'NOT-SENT', 'not-sent'] as const;
