import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const HOUR_MS = 3_600_000;
const HOUR = /^\d{4}-\d\d-\d\dT\d\d$/;
const PART = '.part';

/** A message whose file is kept; its id, which is ours, is all that the name is made of. */
export interface Keeper {
  readonly id: string;
  readonly receivedAt: number;
}

/** What was written. */
export interface Written {
  readonly size: number;
  readonly sha256: Buffer;
}

/** A file that is larger than it may be. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * The files of users' messages, in one folder for each hour of receipt, so that what is old is found without looking at
 * any file. Readable to this user alone.
 */
export class MediaFolder {
  constructor(private readonly folder: string) {}

  /**
   * Writes a file from its beginning to its end, or not at all: it appears under its name only after `accept` has seen
   * what was written and has not thrown, and everything is on the disk.
   * @throws TooLarge, and whatever the body, the disk or `accept` throws
   */
  async write(
    keeper: Keeper,
    body: AsyncIterable<Uint8Array>,
    limit: number,
    accept: (written: Written) => void,
  ): Promise<Written> {
    const name = this.#nameOf(keeper);
    const hour = this.#hourOf(keeper.receivedAt);
    await mkdir(hour, { recursive: true, mode: 0o700 });
    const part = `${name}.${randomBytes(6).toString('hex')}${PART}`;
    const file = await open(part, 'wx', 0o600);
    try {
      const written = await fill(file, body, limit).finally(() => file.close());
      accept(written);
      await rename(part, name);
      await flushNames(hour);
      return written;
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** The bytes of a file, and how many; undefined where it is not here. */
  async open(
    keeper: Keeper,
  ): Promise<{ readonly size: number; readonly bytes: ReadStream } | undefined> {
    const name = this.#nameOf(keeper);
    const found = await stat(name).catch(() => undefined);
    return found?.isFile() ? { size: found.size, bytes: createReadStream(name) } : undefined;
  }

  /** Removes the files of all messages received before this time, to the hour. */
  async prune(before: number): Promise<void> {
    for (const hour of await this.#hours()) {
      const end = Date.parse(`${hour}:00:00Z`) + HOUR_MS;
      if (end <= before) await rm(join(this.folder, hour), { recursive: true, force: true });
    }
  }

  /** Removes what a process left behind that died while it wrote; what somebody writes now is younger. */
  async removeParts(before: number): Promise<void> {
    for (const hour of await this.#hours()) {
      for (const name of await namesIn(join(this.folder, hour))) {
        if (!name.endsWith(PART)) continue;
        const part = join(this.folder, hour, name);
        const found = await stat(part).catch(() => undefined);
        if (found && found.mtimeMs < before) await rm(part, { force: true });
      }
    }
  }

  async #hours(): Promise<string[]> {
    return (await namesIn(this.folder)).filter((name) => HOUR.test(name));
  }

  #hourOf(receivedAt: number): string {
    return join(this.folder, new Date(receivedAt).toISOString().slice(0, 13));
  }

  #nameOf({ id, receivedAt }: Keeper): string {
    return join(this.#hourOf(receivedAt), id);
  }
}

/** Writes the bytes, and everything that was written to the disk. */
async function fill(
  file: FileHandle,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new TooLarge();
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  await file.datasync();
  return { size, sha256: hash.digest() };
}

/** Writes the names in a folder to the disk; only where folders can be opened, which Windows does not let us. */
async function flushNames(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
