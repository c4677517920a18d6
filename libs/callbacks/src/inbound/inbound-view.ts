import type { InboundRow, MediaState } from 'waypost/store';
import type { MediaResult, MediaSource } from './media-source.js';

/** A message of a user as it is shown, and told in the event `message.received`. */
export interface InboundView {
  readonly id: string;
  readonly sender: string;
  readonly provider: string;
  readonly from: {
    /** E.164 with `+`; missing where the user hides it. */
    readonly phone?: string;
    /** The business-scoped user id. */
    readonly userId?: string;
    /** The profile name. */
    readonly name?: string;
  };
  readonly type: string;
  /** Meta's message object. */
  readonly content: Readonly<Record<string, unknown>>;
  /** The id of the message of ours that it answers. */
  readonly answers?: string;
  readonly wamid?: string;
  readonly providerIds: readonly string[];
  /** When it was written, by the vendor's clock; ISO 8601, as all times here. */
  readonly at: string;
  readonly receivedAt: string;
  readonly media?: MediaView;
}

/** The file of a message. */
export interface MediaView {
  readonly state: MediaState;
  /** The vendor's link. */
  readonly url?: string;
  /** When the link ends, as far as the vendor says. */
  readonly expiresAt?: string;
  /** The vendor's media id. */
  readonly id?: string;
  readonly mimeType?: string;
  readonly filename?: string;
  /** As the vendor gives it. */
  readonly sha256?: string;
  /** In bytes, once it is stored. */
  readonly size?: number;
  /** Why it is not stored, or not yet. */
  readonly reason?: string;
  /** When it is tried again. */
  readonly retryAt?: string;
}

/** The parts of a stored message that are shown. */
export type Shown = Omit<InboundRow, 'position' | 'itemId' | 'content' | 'media' | 'mediaResult'>;

/** A stored message as it is shown. */
export function viewInbound(row: InboundRow): InboundView {
  const content = JSON.parse(row.content) as InboundView['content'];
  const source = row.media === null ? undefined : (JSON.parse(row.media) as MediaSource);
  const result =
    row.mediaResult === null ? undefined : (JSON.parse(row.mediaResult) as MediaResult);
  return describeInbound(row, content, source, result);
}

/** The same, of parts that need no parsing. */
export function describeInbound(
  row: Shown,
  content: InboundView['content'],
  source: MediaSource | undefined,
  result?: MediaResult,
): InboundView {
  return {
    id: row.id,
    sender: row.sender,
    provider: row.provider,
    from: {
      ...given('phone', row.userPhone),
      ...given('userId', row.userId),
      ...given('name', row.userName),
    },
    type: row.type,
    content,
    ...given('answers', row.answers),
    ...given('wamid', row.wamid),
    providerIds: row.providerIds,
    at: timeOf(row.at),
    receivedAt: timeOf(row.receivedAt),
    ...(source && row.mediaState && { media: viewMedia(row, row.mediaState, source, result) }),
  };
}

function viewMedia(
  { mediaDueAt }: Shown,
  state: MediaState,
  { expiresAt, ...source }: MediaSource,
  result: MediaResult | undefined,
): MediaView {
  const isTriedAgain = state === 'waiting' && result !== undefined && mediaDueAt !== null;
  return {
    state,
    ...source,
    ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }),
    ...(result?.size !== undefined && { size: result.size }),
    ...(result?.reason !== undefined && { reason: result.reason }),
    ...(isTriedAgain && { retryAt: timeOf(mediaDueAt) }),
  };
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}

/** A member that is left out where there is no value. */
function given<Name extends string>(
  name: Name,
  value: string | null,
): Partial<Record<Name, string>> {
  return value === null ? {} : ({ [name]: value } as Record<Name, string>);
}
