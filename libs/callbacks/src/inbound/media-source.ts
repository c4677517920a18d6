import type { InboundMedia, MediaLinks } from 'waypost/providers';

/** What the vendor says of a file, as it is kept beside its message. */
export interface MediaSource extends InboundMedia {
  /** When the link ends, in epoch milliseconds. */
  readonly expiresAt?: number;
}

/** What came of the last attempt to fetch a file, as it is kept beside its message. */
export interface MediaResult {
  /** In bytes, of a file that is stored. */
  readonly size?: number;
  /** The media type under which it was served. */
  readonly type?: string;
  /** SHA-256 of the stored bytes, in hex. */
  readonly sha256?: string;
  /** Why there is no file: a sentence without personal data. */
  readonly reason?: string;
}

/** What is kept of the file of a message that was received at this time. */
export function mediaSource(
  media: InboundMedia,
  links: MediaLinks | undefined,
  receivedAt: number,
): MediaSource {
  const url = media.url === undefined ? null : URL.parse(media.url);
  const expiresAt = url ? links?.mediaLinkEnd(url, receivedAt) : undefined;
  return { ...media, ...(expiresAt !== undefined && { expiresAt }) };
}
