import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { AbandonedSender, Store } from 'waypost/store';
import { DirectoryWatch } from '../directory-watch.js';
import { ProblemException } from '../problem.js';
import { STORE } from '../store.token.js';
import { cancelQueued } from './cancel-queued.js';
import { settleAbandoned } from './settle-abandoned.js';

const SWEEP_EVERY_MS = 5_000;
const PAUSE_REASON = 'It is being deleted; messages that are being sent are finished first.';

/**
 * Deletes senders without leaving a message behind that nobody would ever settle: another replica may take one before
 * it knows, so every replica looks for such messages again and again, whoever deleted the sender and whatever became of it.
 */
@Injectable()
export class SenderRemoval implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger(SenderRemoval.name);
  #timer?: NodeJS.Timeout;
  #sweeping = Promise.resolve();
  #isStopped = false;

  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly watch: DirectoryWatch,
  ) {}

  /**
   * Deletes a sender that has no unsettled message. With `cancel` the sender is paused and what waits is canceled
   * first; where something is under way, the sender stays, paused.
   * @returns false where it was gone
   * @throws ProblemException `sender_has_messages`
   */
  async remove(id: string, cancel: boolean): Promise<boolean> {
    const dropped = cancel ? await this.#cancelWaiting(id) : 0;
    const unsettled = await this.store.unsettled(id);
    if (unsettled > 0) throw hasMessages(unsettled, cancel ? dropped : undefined);
    if (!(await this.store.directory.removeSender(id, Date.now()))) return false;
    await this.watch.catchUp();
    return true;
  }

  /** Begins to look for messages of deleted senders. */
  onApplicationBootstrap(): void {
    this.#sweeping = this.#sweep();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  async #cancelWaiting(id: string): Promise<number> {
    const pause = { state: 'paused', pauseReason: PAUSE_REASON, at: Date.now() } as const;
    await this.store.directory.changeSender(id, pause);
    await this.watch.catchUp();
    return cancelQueued(this.store, id);
  }

  // A store that is away now is looked at in a later round; health tells of it meanwhile.
  async #sweep(): Promise<void> {
    try {
      const now = Date.now();
      // Only what is older than this look: an id may be given to a new sender at any moment.
      for (const sender of await this.store.directory.abandoned()) await this.#settle(sender, now);
    } catch (error) {
      this.#logger.debug(`Messages of deleted senders were not looked for: ${String(error)}`);
    }
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#sweeping = this.#sweep();
    }, SWEEP_EVERY_MS).unref();
  }

  async #settle(sender: AbandonedSender, now: number): Promise<void> {
    const count = await settleAbandoned(this.store, sender, now);
    if (count === 0) return;
    this.#logger.warn(`Canceled for the deleted sender ${sender.id}: ${count} messages.`);
  }
}

function hasMessages(unsettled: number, canceled: number | undefined): ProblemException {
  const detail =
    canceled === undefined
      ? `Messages that are waiting or being sent: ${unsettled}. Repeat with cancel=true to cancel those that wait.`
      : `Canceled: ${canceled}. Still being sent, or with an outcome that is awaited: ${unsettled}. The sender is paused; repeat the request when they are settled.`;
  return new ProblemException('sender_has_messages', detail);
}
