import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Store } from 'waypost/store';
import { ApiProblems } from '../api-problems.decorator.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import { sendersFor, type Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { QueryReader } from '../query-reader.js';
import { STORE } from '../store.token.js';
import { EventPage } from './event-view.dto.js';
import { viewEvent } from './event-view.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const CURSOR = /^\d{1,15}\.\d{1,15}$/;

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(STORE) private readonly store: Store) {}

  /**
   * Lists the events of the key's senders in order, from the oldest that is kept or from a cursor on.
   * @remarks To catch up with what you missed. Go on with `nextCursor`, also at the end of the feed.
   */
  @Get()
  @Authenticated('messages:read')
  @ApiQuery({
    name: 'after',
    required: false,
    type: String,
    description: 'The `nextCursor` of an earlier answer.',
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
  })
  @ApiOkResponse({ type: EventPage, description: 'The events that follow.' })
  @ApiProblems('validation_failed', 'internal_error', 'store_unavailable')
  async listEvents(@Query() given: unknown, @CurrentCaller() caller: Caller): Promise<EventPage> {
    const query = new QueryReader(given, ['after', 'limit']);
    const limit = query.whole('limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT;
    const after = query.parse('after', (text) => (CURSOR.test(text) ? text : undefined), {
      rule: 'must be the nextCursor of an earlier answer',
    });
    query.check();
    const { rows, next } = await this.store.feed(after ?? null, sendersFor(caller), limit);
    return { data: rows.map(viewEvent), nextCursor: next };
  }
}
