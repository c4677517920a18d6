import { Inject, Injectable } from '@nestjs/common';
import { canceled } from 'waypost/delivery';
import type { MessageFilter, Store } from 'waypost/store';
import { Drain } from '../drain.js';
import { sendersFor, type Caller } from '../keys/caller.js';
import { ProblemException } from '../problem.js';
import { requireSender } from '../senders/require-sender.js';
import { SenderDirectory } from '../senders/sender-directory.js';
import { STORE } from '../store.token.js';
import type { CancelMessagesDto, MessagesCanceled } from './cancel-messages.dto.js';
import { MessageArchive } from './message-archive.js';
import { viewMessage } from './message-view.js';
import type { MessageView } from './message-view.dto.js';

const PAGE = 500;
/** One request works for no longer, so that no proxy on the way gives up on it. */
const TIME_LIMIT_MS = 20_000;

/** Cancels messages while they are queued: whoever is first, the lane that marks one or the caller who cancels it, wins. */
@Injectable()
export class MessageCancellation {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly archive: MessageArchive,
    private readonly senders: SenderDirectory,
    private readonly drain: Drain,
  ) {}

  /**
   * Cancels one message.
   * @throws ProblemException `not_found`, or `not_cancelable` with the status where it is not queued
   */
  async cancel(id: string, caller: Caller): Promise<MessageView> {
    const row = await this.archive.find(id, caller);
    const now = Date.now();
    const changed = await this.store.transition(canceled(row, now));
    if (!changed.applied) throw notCancelable(changed.status ?? row.status);
    return viewMessage({ ...row, status: 'canceled', error: null, settledAt: now });
  }

  /**
   * Cancels what is queued and fits, page by page from the newest on, until none is left or the time is over.
   * @throws ProblemException `unknown_sender`
   */
  async cancelAll(wanted: CancelMessagesDto, caller: Caller): Promise<MessagesCanceled> {
    const { sender, ...rest } = wanted;
    requireSender(this.senders, caller, sender);
    const senders = sendersFor(caller, sender);
    const filter: MessageFilter = { ...rest, senders, statuses: ['queued'] };
    const end = performance.now() + TIME_LIMIT_MS;
    let [canceled, missed] = [0, 0];
    let before: number | undefined;
    do {
      const page = await this.#cancelPage(filter, before);
      canceled += page.canceled;
      missed += page.missed;
      if (page.next === null) return { canceled, missed, done: true };
      before = page.next;
    } while (performance.now() < end && !this.drain.draining);
    return { canceled, missed, done: false };
  }

  async #cancelPage(
    filter: MessageFilter,
    before: number | undefined,
  ): Promise<{ canceled: number; missed: number; next: number | null }> {
    const { rows, next } = await this.store.list(filter, { before, limit: PAGE });
    const now = Date.now();
    const changed = await this.store.transitionEach(rows.map((row) => canceled(row, now)));
    const count = changed.filter(({ applied }) => applied).length;
    return { canceled: count, missed: rows.length - count, next };
  }
}

function notCancelable(messageStatus: MessageView['status']): ProblemException {
  const detail = `The message is ${messageStatus}; only a queued one can be canceled.`;
  return new ProblemException('not_cancelable', detail, { messageStatus });
}
