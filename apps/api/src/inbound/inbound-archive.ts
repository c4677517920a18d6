import { Inject, Injectable } from '@nestjs/common';
import { viewInbound, type InboundView } from 'waypost/callbacks';
import type { InboundRow, Store } from 'waypost/store';
import { sendersFor, type Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { cursorOf } from '../paging.js';
import { ProblemException } from '../problem.js';
import { STORE } from '../store.token.js';
import type { InboundQuery } from './inbound-query.js';
import type { InboundMessage, InboundMessagePage } from './inbound.dto.js';

const ID = /^in_[0-9a-f]{32}$/;

/** Shows what users wrote, to each caller what was written to its senders only. */
@Injectable()
export class InboundArchive {
  constructor(@Inject(STORE) private readonly store: Store) {}

  /** @throws ProblemException `not_found` where there is no such message for this caller */
  async get(id: string, caller: Caller): Promise<InboundMessage> {
    return show(viewInbound(await this.find(id, caller)));
  }

  async list({ filter, page }: InboundQuery, caller: Caller): Promise<InboundMessagePage> {
    const senders = sendersFor(caller, filter.sender);
    if (senders?.length === 0) return { data: [], nextCursor: null };
    const wanted = { ...filter, senders };
    const { rows, next } = await this.store.inbound.list(wanted, page);
    return { data: rows.map((row) => show(viewInbound(row))), nextCursor: cursorOf(next) };
  }

  /** The stored message; throws as `get` does. */
  async find(id: string, { reach }: Caller): Promise<InboundRow> {
    const row = ID.test(id) ? await this.store.inbound.find(id) : undefined;
    if (row && reachesSender(reach, row.sender)) return row;
    throw new ProblemException('not_found', 'There is no such message of a user.');
  }
}

function show({ providerIds, ...view }: InboundView): InboundMessage {
  return { ...view, providerIds: [...providerIds] };
}
