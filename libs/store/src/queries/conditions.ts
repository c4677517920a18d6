import { sql } from 'kysely';

/**
 * The conditions of the partial indexes. A query must repeat its condition word for word, and without parameters:
 * SQLite only then sees that the index fits.
 */
export const READY = sql<boolean>`status = 'queued' and due_at <= 0`;
export const DUE = sql<boolean>`status = 'queued' and due_at > 0`;
export const OPEN = sql<boolean>`status in ('sending', 'unknown')`;
export const UNKNOWN = sql<boolean>`status = 'unknown'`;
export const QUEUED = sql<boolean>`status = 'queued'`;
/** Of messages of users: the message they answer is not known yet. */
export const UNANSWERED = sql<boolean>`answer_ids is not null`;
export const MEDIA_WAITING = sql<boolean>`media_state = 'waiting'`;
/** Deliveries of webhooks. */
export const PENDING = sql<boolean>`state = 'pending'`;
/** Evidence of a known message that nobody has decided on. */
export const UNDECIDED = sql<boolean>`settled_at is null and message is not null`;
/** Evidence of which no message is known. */
export const PARKED = sql<boolean>`settled_at is null and message is null`;
/** Evidence by whether its message is known: each item is unique among either. */
export const MATCHED = sql<boolean>`message is not null`;
export const UNMATCHED = sql<boolean>`message is null`;
/** Callbacks that were not applied yet. */
export const CALLBACK_PENDING = sql<boolean>`outcome = 'pending'`;
/** Callbacks that somebody should look at. */
export const CALLBACK_KEPT = sql<boolean>`outcome in ('unknown', 'failed')`;
