import { Inject, Injectable } from '@nestjs/common';
import type { MessageRow, Store } from 'waypost/store';
import { sendersFor, type Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { cursorOf } from '../paging.js';
import { ProblemException } from '../problem.js';
import { SenderFaults } from '../senders/sender-faults.js';
import { STORE } from '../store.token.js';
import type { MessageQuery } from './message-query.js';
import { type History, viewDetail, viewMessage } from './message-view.js';
import type { MessageDetail, MessagePage } from './message-view.dto.js';

const MAX_TRIES = 5;

/** Shows what is stored of messages, to each caller those of its senders only. */
@Injectable()
export class MessageArchive {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly faults: SenderFaults,
  ) {}

  /** @throws ProblemException `not_found` where there is no such message for this caller */
  async get(id: string, caller: Caller): Promise<MessageDetail> {
    for (let tries = 1; ; tries++) {
      const row = await this.find(id, caller);
      const history = await this.#historyOf(row.position);
      // A change between the readings would show a message that never was: what changes it, writes an event.
      const isWhole = history.events.at(-1)?.sequence === row.sequence;
      if (isWhole || tries === MAX_TRIES)
        return viewDetail(row, history, this.faults.of(row.sender));
    }
  }

  async #historyOf(position: number): Promise<History> {
    const [attempts, evidence, aliases] = await Promise.all([
      this.store.attemptsOf(position),
      this.store.evidenceOf(position),
      this.store.aliasesOf(position),
    ]);
    return { attempts, evidence, aliases, events: await this.store.eventsOf(position) };
  }

  async list({ filter, page }: MessageQuery, caller: Caller): Promise<MessagePage> {
    const senders = sendersFor(caller, filter.sender);
    if (senders?.length === 0) return { data: [], nextCursor: null };
    const { rows, next } = await this.store.list({ ...filter, senders }, page);
    return {
      data: rows.map((row) => viewMessage(row, this.faults.of(row.sender))),
      nextCursor: cursorOf(next),
    };
  }

  /** The stored message; throws as `get` does. */
  async find(id: string, { reach }: Caller): Promise<MessageRow> {
    const row = await this.store.find(id);
    if (row && reachesSender(reach, row.sender)) return row;
    throw new ProblemException('not_found', 'There is no such message.');
  }
}
