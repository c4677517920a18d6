import { Inject, Injectable } from '@nestjs/common';
import { Applier, CallbackIntake } from 'waypost/callbacks';
import {
  CALLBACK_OUTCOMES,
  type CallbackFilter,
  type CallbackRow,
  type Store,
} from 'waypost/store';
import { sendersFor, type Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { cursorOf, readPage } from '../paging.js';
import { ProblemException } from '../problem.js';
import { QueryReader } from '../query-reader.js';
import { requireSender } from '../senders/require-sender.js';
import { SenderDirectory } from '../senders/sender-directory.js';
import { STORE } from '../store.token.js';
import type { CallbackDetail, CallbackPageView, ReplayCallbacks } from './callback.dto.js';
import { viewCallback, viewCallbackDetail } from './callback-view.js';

const NAMES = ['sender', 'outcome', 'since', 'until', 'limit', 'cursor'];
/** How many callbacks a page may have. */
export const MAX_LIMIT = 200;
const PAGE = 500;

/** Shows callbacks as they came, and applies them again; to each caller those of its senders only. */
@Injectable()
export class CallbackArchive {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly applier: Applier,
    private readonly intake: CallbackIntake,
    private readonly senders: SenderDirectory,
  ) {}

  /** @throws ProblemException `validation_failed` */
  async list(given: unknown, caller: Caller): Promise<CallbackPageView> {
    const query = new QueryReader(given, NAMES);
    const sender = query.text('sender', 64);
    const filter = {
      outcomes: query.words('outcome', CALLBACK_OUTCOMES),
      since: query.time('since'),
      until: query.time('until'),
    };
    const page = readPage(query, MAX_LIMIT);
    query.check();
    const senders = sendersFor(caller, sender);
    if (senders?.length === 0) return { data: [], nextCursor: null };
    const { rows, next } = await this.store.callbacks.list({ ...filter, senders }, page);
    return { data: rows.map(viewCallback), nextCursor: cursorOf(next) };
  }

  /** @throws ProblemException `not_found` */
  async get(id: string, caller: Caller): Promise<CallbackDetail> {
    return viewCallbackDetail(await this.#find(id, caller));
  }

  /**
   * Applies a callback again, now.
   * @throws ProblemException `not_found`
   */
  async replay(id: string, caller: Caller): Promise<CallbackDetail> {
    const row = await this.#find(id, caller);
    await this.store.callbacks.reopen([row.position]);
    await this.applier.apply([row]);
    return this.get(id, caller);
  }

  /**
   * Applies callbacks again, one after the other from now on. Returns how many.
   * @throws ProblemException `unknown_sender`
   */
  async replayAll(which: ReplayCallbacks, caller: Caller): Promise<number> {
    requireSender(this.senders, caller, which.sender);
    const senders = sendersFor(caller, which.sender);
    const until = which.until === undefined ? Date.now() : Date.parse(which.until);
    const outcomes = [which.outcome ?? 'unknown'] as const;
    const since = Date.parse(which.since);
    const count = await this.#reopen({ senders, outcomes, since, until });
    this.intake.resume();
    return count;
  }

  async #reopen(filter: CallbackFilter): Promise<number> {
    let count = 0;
    let before: number | undefined;
    do {
      const page = await this.store.callbacks.list(filter, { before, limit: PAGE });
      count += await this.store.callbacks.reopen(page.rows.map(({ position }) => position));
      before = page.next ?? undefined;
    } while (before !== undefined);
    return count;
  }

  async #find(id: string, { reach }: Caller): Promise<CallbackRow> {
    const [, position] = /^cb_(\d{1,15})$/.exec(id) ?? [];
    const row = position && (await this.store.callbacks.find(Number(position)));
    if (row && reachesSender(reach, row.sender)) return row;
    throw new ProblemException('not_found', 'There is no such callback.');
  }
}
