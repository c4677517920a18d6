import { createHash } from 'node:crypto';
import type { Provider } from '../accounts.js';

/** A file that a simulated user sent. */
export interface ShelvedFile {
  readonly mime: string;
  readonly bytes: Buffer;
}

/** Where a vendor says that a file is, and its SHA-256 in base64, as Meta writes it. */
export interface FileLink {
  readonly url: string;
  readonly sha256: string;
}

interface FileOwner {
  readonly provider: Provider;
  readonly account: string;
  readonly id: string;
  readonly mime: string;
}

const MOST = 10_000;

/** The files that simulated users sent, the newest; each is a few bytes of text, whatever it is said to be. */
export class MediaShelf {
  /** The sandbox's own, without a slash at its end; set once it listens. */
  origin = 'http://127.0.0.1';
  readonly #mimes = new Map<string, string>();

  /** Makes up a file; its link leads to this sandbox, on a path like the vendor's. */
  put({ provider, account, id, mime }: FileOwner): FileLink {
    const [oldest] = this.#mimes.keys();
    if (this.#mimes.size >= MOST && oldest !== undefined) this.#mimes.delete(oldest);
    this.#mimes.set(id, mime);
    const part = encodeURIComponent(id);
    const path =
      provider === 'gupshup'
        ? `/wa/${encodeURIComponent(account)}/wa/media/${part}?download=false`
        : `/media/${part}`;
    const sha256 = createHash('sha256').update(bytesOf(id)).digest('base64');
    return { url: this.origin + path, sha256 };
  }

  get(id: string): ShelvedFile | undefined {
    const mime = this.#mimes.get(id);
    return mime === undefined ? undefined : { mime, bytes: bytesOf(id) };
  }
}

const bytesOf = (id: string): Buffer => Buffer.from(`The sandbox's file ${id}.\n`);
