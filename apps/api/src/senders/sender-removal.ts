import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Store } from 'waypost/store';
import { DirectoryWatch } from '../directory-watch.js';
import { ProblemException } from '../problem.js';
import { STORE } from '../store.token.js';
import { cancelQueued } from './cancel-queued.js';

/** After this time every replica knows that a sender is gone. */
const KNOWN_EVERYWHERE_MS = 2_000;
const PAUSE_REASON = 'It is being deleted; messages that are under way come to their end first.';

/** Deletes senders without leaving a message behind that nobody would ever settle. */
@Injectable()
export class SenderRemoval {
  readonly #logger = new Logger(SenderRemoval.name);

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
    // Another replica may have taken a message before it knew.
    setTimeout(() => void this.#sweep(id), KNOWN_EVERYWHERE_MS).unref();
    return true;
  }

  async #cancelWaiting(id: string): Promise<number> {
    const pause = { state: 'paused', pauseReason: PAUSE_REASON, at: Date.now() } as const;
    await this.store.directory.changeSender(id, pause);
    await this.watch.catchUp();
    return cancelQueued(this.store, id);
  }

  async #sweep(id: string): Promise<void> {
    try {
      const senders = await this.store.directory.senders();
      // The id may have been given to a new sender meanwhile, and the messages are that one's.
      if (senders.some((sender) => sender.id === id)) return;
      const count = await cancelQueued(this.store, id);
      if (count > 0) this.#logger.warn(`Canceled for the deleted sender ${id}: ${count} messages.`);
    } catch {
      this.#logger.warn(`Whether messages of the deleted sender ${id} were left is not known.`);
    }
  }
}

function hasMessages(unsettled: number, canceled: number | undefined): ProblemException {
  const detail =
    canceled === undefined
      ? `Messages that wait or are under way: ${unsettled}. Repeat with cancel=true to cancel those that wait.`
      : `Canceled: ${canceled}. Still under way, or with an outcome that is awaited: ${unsettled}. The sender is paused; repeat the request when they have come to their end.`;
  return new ProblemException('sender_has_messages', detail);
}
