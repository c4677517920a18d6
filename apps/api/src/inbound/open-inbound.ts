import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { HttpService } from '@nestjs/axios';
import { AnswerSweep, InboundDesk, MediaDesk, MediaFolder } from 'waypost/callbacks';
import { hasMediaLinks, type MediaLinks } from 'waypost/providers';
import type { Store } from 'waypost/store';
import type { Doors } from '../callbacks/doors.js';
import type { Environment } from '../environment.js';

/** What takes users' messages, and what looks after them. */
export interface InboundParts {
  readonly desk: InboundDesk;
  readonly answers: AnswerSweep;
  /** Where their files are kept. */
  readonly folder: MediaFolder;
  /** Missing where files are not fetched. */
  readonly media?: MediaDesk;
}

/** Puts it together; files are fetched through the egress guard of `http`. */
export function openInbound(
  store: Store,
  doors: Pick<Doors, 'reader'>,
  http: HttpService,
  { DATA_DIR, MEDIA_DOWNLOAD }: Environment,
): InboundParts {
  const logger = new Logger('Inbound');
  const folder = new MediaFolder(join(DATA_DIR, 'media'));
  const linksOf = (id: string): MediaLinks | undefined => {
    const provider = doors.reader(id);
    return provider && hasMediaLinks(provider) ? provider : undefined;
  };
  const parts = { answers: new AnswerSweep(store.inbound), folder };
  if (!MEDIA_DOWNLOAD) return { ...parts, desk: new InboundDesk(store.inbound, { linksOf }) };
  const media = new MediaDesk(store.inbound, {
    http,
    folder,
    linksOf,
    failed: ({ id }, reason, isFinal) => {
      if (isFinal) logger.warn(`The file of ${id} could not be downloaded: ${reason}`);
      else logger.debug(`The file of ${id} was not downloaded yet and is tried again: ${reason}`);
    },
  });
  const desk = new InboundDesk(store.inbound, { linksOf, fetch: () => media.wake() });
  return { ...parts, desk, media };
}
