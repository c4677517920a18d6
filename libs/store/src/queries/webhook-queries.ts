import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { Statement } from '../step.js';
import type { Disabling, NewWebhook, WebhookChange, WebhookRow } from '../webhooks.js';
import { plain } from './plain.js';

const FIELDS = [
  'id',
  'url',
  'events',
  'senders',
  'description',
  'secret',
  'former_secret as formerSecret',
  'former_until as formerUntil',
  'enabled',
  'disabled_reason as disabledReason',
  'disabled_at as disabledAt',
  'failing_since as failingSince',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'since_xact as sinceXact',
  'since_position as sincePosition',
] as const;

/** Statements about endpoints: rare, so compiled when they are needed. */
export class WebhookQueries {
  constructor(
    private readonly db: Compiler,
    private readonly dialect: Dialect,
    private readonly feedBase: number,
  ) {}

  readonly all = (): Statement =>
    plain(this.db.selectFrom('webhooks').select(FIELDS).orderBy('id').compile());

  readonly find = (id: string): Statement =>
    plain(this.db.selectFrom('webhooks').select(FIELDS).where('id', '=', id).compile());

  readonly add = (webhook: NewWebhook): Statement => {
    const { id, url, description, secret, enabled, createdAt } = webhook;
    return plain(
      this.db
        .insertInto('webhooks')
        .values({
          ...{ id, url, description, secret },
          events: JSON.stringify(webhook.events),
          senders: webhook.senders && JSON.stringify(webhook.senders),
          former_secret: null,
          former_until: null,
          enabled: enabled ? 1 : 0,
          ...NOT_FAILING,
          created_at: createdAt,
          updated_at: createdAt,
          ...this.feedNow(),
        })
        .compile(),
    );
  };

  /** → id, if it was changed */
  readonly change = (id: string, change: WebhookChange): Statement => {
    const { at, enabled, secret, events, senders, url, description } = change;
    return plain(
      this.db
        .updateTable('webhooks')
        .set({
          updated_at: at,
          ...(url !== undefined && { url }),
          ...(description !== undefined && { description }),
          ...(events !== undefined && { events: JSON.stringify(events) }),
          ...(senders !== undefined && { senders: senders && JSON.stringify(senders) }),
          ...(enabled === true && { enabled: 1, ...NOT_FAILING, ...this.feedOnceEnabled() }),
          ...(enabled === false && { enabled: 0, disabled_reason: 'requested', disabled_at: at }),
          ...(secret && {
            former_secret: sql.ref('secret'),
            former_until: secret.formerUntil,
            secret: secret.next,
          }),
        })
        .where('id', '=', id)
        .returning('id')
        .compile(),
    );
  };

  /** → id, if there was one */
  readonly remove = (id: string): Statement =>
    plain(this.db.deleteFrom('webhooks').where('id', '=', id).returning('id').compile());

  /** The last one gives → id, if it was enabled until now. Whoever comes second waits for the first, and finds nothing. */
  readonly disable = (id: string, disabling: Disabling): Statement[] => {
    const lock = this.db.selectFrom('webhooks').select('id').where('id', '=', id);
    return [
      plain((this.dialect === 'sqlite' ? lock : lock.forUpdate()).compile()),
      this.disabledEvent(id, disabling),
      plain(
        this.db
          .updateTable('webhooks')
          .set({ enabled: 0, disabled_reason: disabling.reason, disabled_at: disabling.at })
          .where('id', '=', id)
          .where('enabled', '=', 1)
          .returning('id')
          .compile(),
      ),
    ];
  };

  private disabledEvent(id: string, { sender, at, data }: Disabling): Statement {
    const xact =
      this.dialect === 'sqlite'
        ? sql<number>`0`
        : sql<number>`${sql.lit(this.feedBase)}::bigint + pg_current_xact_id()::text::bigint`;
    const values = sql`${xact}, ${sender}, 0, 'webhook.disabled', cast(${at} as bigint), ${data}`;
    return plain(
      sql`insert into events (xact, sender, sequence, type, at, data) select ${values} from webhooks where id = ${id} and enabled = 1`.compile(
        this.db,
      ),
    );
  }

  /** One that is enabled already misses nothing of what is not spread yet. */
  private feedOnceEnabled() {
    const { since_xact, since_position } = this.feedNow();
    return {
      since_xact: sql<number>`case when enabled = 1 then since_xact else ${since_xact} end`,
      since_position: sql<number>`case when enabled = 1 then since_position else ${since_position} end`,
    };
  }

  /**
   * Where the feed is now. PostgreSQL's feed follows transactions, so what is committed later belongs to one that still
   * runs or is still to come.
   */
  private feedNow() {
    return this.dialect === 'sqlite'
      ? {
          since_xact: 0,
          since_position: sql<number>`(select coalesce(max(position), 0) from events)`,
        }
      : {
          since_xact: sql<number>`${sql.lit(this.feedBase)}::bigint + pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
          since_position: 0,
        };
  }
}

const NOT_FAILING = {
  disabled_reason: null,
  disabled_at: null,
  failing_since: null,
  failed_at: null,
} as const;

export function webhookRow({ sinceXact, sincePosition, ...fields }: Fields): WebhookRow {
  return {
    ...fields,
    events: JSON.parse(String(fields.events)) as string[],
    senders: fields.senders === null ? null : (JSON.parse(String(fields.senders)) as string[]),
    enabled: fields.enabled === 1,
    since: `${sinceXact}.${sincePosition}`,
  } as unknown as WebhookRow;
}
