import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Statement } from '../step.js';
import { prepared } from './prepared.js';
import { rowsIn } from './rows-in.js';
import { statementTime } from './webhook-clock.js';

type Bind<P> = (values: P) => Statement;
type None = Record<string, never>;

const DELIVERY = {
  webhook: 'text',
  event_id: 'text',
  sender: 'text',
  type: 'text',
  message_id: 'text',
  body: 'text',
  created_at: 'bigint',
} as const;

/** The setting that says how far the feed was spread. */
const PLACE = 'webhooks-place';

export interface FanOutQueries {
  /** → value */
  readonly place: Bind<None>;
  readonly keepPlace: Bind<{ value: string }>;
  /** → key, if the place was `from` */
  readonly movePlace: Bind<{ from: string; to: string }>;
  /** Stores `rows` if the place is `value`. */
  readonly insertDeliveries: Bind<{ rows: string; value: string }>;
}

/** From the feed of events to deliveries. */
export function fanOutQueries(db: Compiler, dialect: Dialect): FanOutQueries {
  return { ...places(db), ...fanOut(db, dialect) };
}

function places(db: Compiler): Pick<FanOutQueries, 'place' | 'keepPlace' | 'movePlace'> {
  return {
    place: prepared('webhook-place', () =>
      db.selectFrom('settings').select('value').where('key', '=', PLACE),
    ),
    keepPlace: prepared('keep-webhook-place', (p) =>
      db
        .insertInto('settings')
        .values({ key: PLACE, value: p('value') })
        .onConflict((c) => c.doNothing()),
    ),
    movePlace: prepared('move-webhook-place', (p) =>
      db
        .updateTable('settings')
        .set({ value: p('to') })
        .where('key', '=', PLACE)
        .where('value', '=', p('from'))
        .returning('key'),
    ),
  };
}

function fanOut(db: Compiler, dialect: Dialect): Pick<FanOutQueries, 'insertDeliveries'> {
  const columns = Object.keys(DELIVERY) as (keyof typeof DELIVERY)[];
  return {
    insertDeliveries: prepared('insert-webhook-deliveries', (p) =>
      db
        .insertInto('webhook_deliveries')
        .columns([...columns, 'state', 'attempts', 'tries', 'due_at'])
        .expression((eb) =>
          eb
            .selectFrom(rowsIn(dialect, p('rows'), DELIVERY))
            .select(columns)
            .select([
              sql.lit('pending').as('state'),
              sql.lit(0).as('attempts'),
              sql.lit(0).as('tries'),
              statementTime(dialect).as('due_at'),
            ])
            .where((where) =>
              where.exists(
                where
                  .selectFrom('settings')
                  .select('key')
                  .where('key', '=', PLACE)
                  .where('value', '=', p('value')),
              ),
            )
            .orderBy('input.ord'),
        ),
    ),
  };
}
