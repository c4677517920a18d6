import type { HttpService } from '@nestjs/axios';
import type { MediaLinks } from 'waypost/providers';
import type { Inbound, InboundRow, MediaAttempt } from 'waypost/store';
import { fetchMedia, MediaFailure } from './media-fetch.js';
import type { MediaFolder } from './media-folder.js';
import { LARGEST_FILE } from './media-rules.js';

/** What files are fetched with, and how hard. */
export interface MediaOptions {
  readonly http: HttpService;
  readonly folder: MediaFolder;
  /** What is known of links to the files of a sender's users; undefined where nothing is. */
  linksOf(sender: string): MediaLinks | undefined;
  /** Told of every attempt that failed. */
  failed?(row: InboundRow, reason: string, isFinal: boolean): void;
  /** Files that are fetched at once. @default 4 */
  readonly concurrency?: number;
  /** Milliseconds that one fetching may take altogether. @default 300000 */
  readonly timeoutMs?: number;
  /** Milliseconds without a byte after which one is given up. @default 30000 */
  readonly idleMs?: number;
  /** Bytes that a file may have. @default 104857600 */
  readonly maxBytes?: number;
  /** Milliseconds before the second attempt, the third, … and the last. */
  readonly backoffMs?: readonly number[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const BACKOFF_MS = [
  5 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
];
const POLL_MS = 5 * SECOND;
/** How long a claim outlives the longest fetching. */
const CLAIM_MARGIN_MS = 30 * SECOND;
/** What is written is at most this old; a part of a file that is older was left by a process that died. */
const PART_AGE_MS = HOUR;

/**
 * Fetches the files of users' messages, a few at once. What is to be fetched stands in the store, where one process at a
 * time claims it, so nothing is forgotten when one stops or dies.
 */
export class MediaDesk {
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #timer?: NodeJS.Timeout;
  #round?: Promise<void>;
  #isAskedAgain = false;

  constructor(
    private readonly store: Pick<Inbound, 'claimMedia' | 'endMedia'>,
    private readonly options: MediaOptions,
  ) {}

  start(): void {
    void this.options.folder.removeParts(Date.now() - PART_AGE_MS).catch(() => undefined);
    this.#timer = setInterval(() => this.wake(), POLL_MS).unref();
    this.wake();
  }

  /** There is something to fetch. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#round) this.#isAskedAgain = true;
    else this.#round = this.#take().finally(() => this.#rest());
  }

  /** Gives up what is being fetched, to be fetched by whoever comes next; resolves when nothing is any more. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#round;
    await Promise.all(this.#running);
  }

  #rest(): void {
    this.#round = undefined;
    if (this.#isAskedAgain) {
      this.#isAskedAgain = false;
      this.wake();
    }
  }

  // A store that is away now is asked again by the next poll.
  async #take(): Promise<void> {
    const { concurrency = 4, timeoutMs = 5 * MINUTE } = this.options;
    const limit = concurrency - this.#running.size;
    if (limit <= 0) return;
    const claim = { ttlMs: timeoutMs + CLAIM_MARGIN_MS, limit };
    const rows = await this.store.claimMedia(claim).catch(() => []);
    for (const row of rows) {
      const run = this.#fetch(row).finally(() => {
        this.#running.delete(run);
        this.wake();
      });
      this.#running.add(run);
    }
  }

  // Where the end cannot be stored, the claim runs out, and the file is fetched again.
  async #fetch(row: InboundRow): Promise<void> {
    const ended = await this.#attempt(row);
    await this.store.endMedia(ended).catch(() => false);
  }

  async #attempt(row: InboundRow): Promise<MediaAttempt> {
    const { http, folder, timeoutMs = 5 * MINUTE, idleMs = 30 * SECOND } = this.options;
    const { maxBytes = LARGEST_FILE } = this.options;
    const attempt = { position: row.position, n: row.mediaAttempts };
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]);
    const links = this.options.linksOf(row.sender);
    try {
      const result = await fetchMedia(row, { http, folder, links, signal, idleMs, maxBytes });
      return { ...attempt, state: 'stored', result: JSON.stringify(result) };
    } catch (error) {
      if (this.#stop.signal.aborted) return this.#handBack(row);
      return { ...attempt, ...this.#judge(row, failureOf(error)) };
    }
  }

  #handBack(row: InboundRow): MediaAttempt {
    const { position, mediaAttempts: n, mediaResult } = row;
    return { position, n, state: 'waiting', inMs: 0, result: mediaResult ?? '{}' };
  }

  #judge(row: InboundRow, failure: MediaFailure): Omit<MediaAttempt, 'position' | 'n'> {
    const { backoffMs = BACKOFF_MS } = this.options;
    const wait = failure.mayRetry ? backoffMs[row.mediaAttempts - 1] : undefined;
    this.options.failed?.(row, failure.message, wait === undefined);
    const result = JSON.stringify({ reason: failure.message });
    if (wait === undefined) return { state: 'failed', result };
    // At most a fifth longer or shorter, so that what failed together does not come back together.
    const inMs = Math.max(failure.retryAfterMs, Math.round(wait * (0.8 + Math.random() * 0.4)));
    return { state: 'waiting', inMs, result };
  }
}

function failureOf(error: unknown): MediaFailure {
  if (error instanceof MediaFailure) return error;
  const { code, name } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const reason = isFull
    ? 'The disk is full.'
    : `The file could not be written (${code ?? name ?? 'unknown'}).`;
  return new MediaFailure(reason, true);
}
