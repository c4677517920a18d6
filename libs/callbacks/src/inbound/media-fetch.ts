import type { HttpService } from '@nestjs/axios';
import {
  openFile,
  readRetryAfter,
  whyBroken,
  type FileAnswer,
  type MediaLinks,
  TransportError,
} from 'waypost/providers';
import type { InboundRow } from 'waypost/store';
import { TooLarge, type MediaFolder, type Written } from './media-folder.js';
import { digestOf, mediaTypeOf } from './media-rules.js';
import type { MediaResult, MediaSource } from './media-source.js';

/**
 * How long a vendor that is asked too much is left alone where it does not say: Gupshup locks out for an hour
 * (https://partner-docs.gupshup.io/docs/media-management, November 2026).
 */
const LOCKED_OUT_MS = 3_600_000;

/** A file that could not be fetched, and why, in a sentence without personal data. */
export class MediaFailure extends Error {
  override readonly name = 'MediaFailure';

  constructor(
    reason: string,
    /** Whether another attempt may end better. */
    readonly mayRetry: boolean,
    /** How long the vendor wants us to wait. */
    readonly retryAfterMs = 0,
  ) {
    super(reason);
  }
}

/** What a file is fetched with. */
export interface Fetching {
  readonly http: HttpService;
  readonly folder: MediaFolder;
  /** What is known of the links of the message's sender; undefined where nothing is. */
  readonly links: MediaLinks | undefined;
  readonly signal: AbortSignal;
  readonly idleMs: number;
  /** How many bytes a file may have. */
  readonly maxBytes: number;
}

/**
 * Fetches the file of a message from the vendor into the folder, once.
 * @throws MediaFailure where the file is not to be had, or not now; whatever else the disk throws
 */
export async function fetchMedia(row: InboundRow, fetching: Fetching): Promise<MediaResult> {
  const source = JSON.parse(row.media ?? '{}') as MediaSource;
  const url = linkOf(source, fetching.links);
  const { http, signal, idleMs, maxBytes } = fetching;
  const answer = await openFile(http, { url, signal, idleMs }).catch((error: unknown) => {
    throw brokenOff(error);
  });
  try {
    const type = accept(answer, row.type, source);
    if (Number(textOf(answer.headers['content-length'])) > maxBytes) throw tooLarge(maxBytes);
    const { size, sha256 } = await keep(answer, row, source, fetching);
    return { size, type, sha256: sha256.toString('hex') };
  } finally {
    answer.body.destroy();
  }
}

function linkOf({ url, expiresAt }: MediaSource, links: MediaLinks | undefined): URL {
  const link = URL.parse(url ?? '');
  if (!link) throw new MediaFailure("The vendor's link is not a URL.", false);
  if (expiresAt !== undefined && expiresAt <= Date.now()) {
    throw new MediaFailure("The vendor's link has ended.", false);
  }
  if (links?.isMediaLink(link)) return link;
  throw new MediaFailure(
    `The link leads to ${link.host}, which is not known as the vendor's: add it to mediaHosts of the sender's options if it is.`,
    true,
  );
}

/** The media type of an answer that may be kept. */
function accept({ status, headers }: FileAnswer, type: string, { mimeType }: MediaSource): string {
  if (status !== 200) {
    // What is gone or forbidden stays so; and Gupshup locks out whoever asks for such links again and again.
    const mayRetry = status >= 500 || status === 408 || status === 425 || status === 429;
    const asked = readRetryAfter(textOf(headers['retry-after']));
    throw new MediaFailure(
      `The vendor answered with status ${status}.`,
      mayRetry,
      asked ?? (status === 429 ? LOCKED_OUT_MS : 0),
    );
  }
  if ((textOf(headers['content-encoding']) ?? 'identity') !== 'identity') {
    throw new MediaFailure(
      'The vendor sent the file in a content encoding that was not requested.',
      false,
    );
  }
  const mediaType = mediaTypeOf(type, mimeType, textOf(headers['content-type']));
  if (mediaType === undefined) {
    throw new MediaFailure(`The vendor's file is not of a media type of ${type}.`, false);
  }
  return mediaType;
}

async function keep(
  answer: FileAnswer,
  row: InboundRow,
  { sha256 }: MediaSource,
  { folder, maxBytes }: Fetching,
): Promise<Written> {
  const digest = digestOf(sha256);
  try {
    return await folder.write(row, bytesOf(answer), maxBytes, (written) => {
      if (digest && !digest.equals(written.sha256)) {
        throw new MediaFailure('The file does not have the SHA-256 that the vendor gives.', true);
      }
    });
  } catch (error) {
    throw error instanceof TooLarge ? tooLarge(maxBytes) : error;
  }
}

// Errors of the connection are told from those of the disk here, where they arise.
async function* bytesOf({ body }: FileAnswer): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array;
  } catch (error) {
    throw brokenOff(error);
  }
}

function brokenOff(error: unknown): MediaFailure {
  const { failure, reason } = error instanceof TransportError ? error : whyBroken(error);
  const told = failure === 'egress' ? `The link was refused: ${reason}` : undefined;
  return new MediaFailure(told ?? `The vendor's answer failed (${failure}: ${reason}).`, true);
}

function tooLarge(maxBytes: number): MediaFailure {
  return new MediaFailure(`The file is larger than ${maxBytes} bytes.`, false);
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
