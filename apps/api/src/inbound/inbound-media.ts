import type { ReadStream } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { viewInbound, type MediaFolder, type MediaResult, type MediaView } from 'waypost/callbacks';
import type { InboundRow } from 'waypost/store';
import { ProblemException } from '../problem.js';
import { INBOUND } from './inbound.token.js';
import type { InboundParts } from './open-inbound.js';

/** A file that is served. */
export interface ServedFile {
  readonly bytes: ReadStream;
  readonly size: number;
  /** A media type. */
  readonly type: string;
  /** A `Content-Disposition`. */
  readonly disposition: string;
}

/** Gives out the files of users' messages. */
@Injectable()
export class InboundMediaFiles {
  readonly #folder: MediaFolder;

  constructor(@Inject(INBOUND) { folder }: InboundParts) {
    this.#folder = folder;
  }

  /** @throws ProblemException that says why there is no file, and what to do */
  async open(row: InboundRow): Promise<ServedFile> {
    const { media } = viewInbound(row);
    if (!media) throw new ProblemException('no_media', 'The message carries no file.');
    if (media.state !== 'stored') throw notStored(media);
    const file = await this.#folder.open(row);
    if (!file) throw missing();
    const { type = 'application/octet-stream' } = JSON.parse(
      row.mediaResult ?? '{}',
    ) as MediaResult;
    return { ...file, type, disposition: dispositionOf(media.filename ?? row.id) };
  }
}

function notStored({ state, reason, retryAt, expiresAt }: MediaView): ProblemException {
  const until =
    expiresAt === undefined ? 'soon, for it may end at any time' : `before ${expiresAt}`;
  if (state === 'linked') {
    return new ProblemException('media_not_downloaded', 'The gateway downloaded no file.', {
      remedy: `Fetch it from the vendor's link, media.url of the message, ${until}; with MEDIA_DOWNLOAD=true the gateway downloads the files of later messages.`,
    });
  }
  if (state === 'failed') {
    return new ProblemException(
      'media_failed',
      `The file could not be downloaded. ${reason ?? ''}`,
      {
        remedy: `Try the vendor's link, media.url of the message, ${until}.`,
      },
    );
  }
  const wait = retryAt === undefined ? 1 : (Date.parse(retryAt) - Date.now()) / 1_000;
  return new ProblemException(
    'media_not_ready',
    `The file is not downloaded yet. ${reason ?? ''}`.trim(),
    { retryAfter: Math.max(1, Math.ceil(wait)) },
  );
}

function missing(): ProblemException {
  return new ProblemException('media_missing', 'The stored file is not in the data directory.', {
    remedy: 'Replicas must share the folder media in DATA_DIR; after a move, copy it along.',
  });
}

/** Never shown in the page of whoever asks, and saved under the user's own name for it, made harmless. */
function dispositionOf(filename: string): string {
  const name = filename.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]/gu, '_').slice(-200);
  const plain = name.replace(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(wellFormed(name)).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Without halves of a character, which no encoding can carry. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
