import { sql } from 'kysely';
import type { Compiler, Dialect } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { Statement } from '../step.js';
import type {
  Disabling,
  FormerSecret,
  NewWebhook,
  WebhookChange,
  WebhookRow,
} from '../webhooks.js';
import { plain } from './plain.js';
import { rowsIn } from './rows-in.js';

const FIELDS = [
  'id',
  'url',
  'events',
  'senders',
  'description',
  'secret',
  'former_secrets as formerSecrets',
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
          former_secrets: '[]',
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
          ...(url !== undefined && { url, failing_since: null, failed_at: null }),
          ...(description !== undefined && { description }),
          ...(events !== undefined && { events: JSON.stringify(events) }),
          ...(senders !== undefined && { senders: senders && JSON.stringify(senders) }),
          ...(enabled === true && { enabled: 1, ...NOT_FAILING, ...this.feedOnceEnabled() }),
          ...(enabled === false && { enabled: 0, ...onceDisabled(at) }),
          ...(secret && {
            secret: secret.next,
            former_secrets: JSON.stringify(secret.former),
          }),
        })
        .where('id', '=', id)
        .where((eb) => (secret ? eb('secret', '=', secret.replaces) : eb.lit(true)))
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
      this.disabledEvents(id, disabling),
      plain(
        this.db
          .updateTable('webhooks')
          .set({ enabled: 0, disabled_reason: disabling.reason, disabled_at: disabling.at })
          .where('id', '=', id)
          .where(isAsTried(disabling))
          .returning('id')
          .compile(),
      ),
    ];
  };

  /** One for each sender, so that whoever may hear of any of them hears of it. */
  private disabledEvents(id: string, disabling: Disabling): Statement {
    const { senders, at, data } = disabling;
    const xact =
      this.dialect === 'sqlite'
        ? sql<number>`0`
        : sql<number>`${sql.lit(this.feedBase)}::bigint + pg_current_xact_id()::text::bigint`;
    const values = sql`${xact}, input.sender, 0, 'webhook.disabled', cast(${at} as bigint), ${data}`;
    const names = JSON.stringify(senders.map((sender) => [sender]));
    const rows = rowsIn(this.dialect, sql.val(names), { sender: 'text' });
    return plain(
      sql`insert into events (xact, sender, sequence, type, at, data) select ${values} from webhooks cross join ${rows} where id = ${id} and ${isAsTried(disabling)} order by input.ord`.compile(
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

/** Nobody has enabled or changed it since the attempt that speaks against it. */
function isAsTried({ expected }: Disabling) {
  const isSame =
    'updatedAt' in expected
      ? sql`updated_at = ${expected.updatedAt}`
      : sql`failing_since = ${expected.failingSince}`;
  return sql<boolean>`enabled = 1 and ${isSame}`;
}

/** What it is disabled for already stays. */
function onceDisabled(at: number) {
  return {
    disabled_reason: sql<string>`case when enabled = 1 then 'requested' else disabled_reason end`,
    disabled_at: sql<number>`case when enabled = 1 then cast(${at} as bigint) else disabled_at end`,
  };
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
    formerSecrets: JSON.parse(String(fields.formerSecrets)) as FormerSecret[],
    enabled: fields.enabled === 1,
    since: `${sinceXact}.${sincePosition}`,
  } as unknown as WebhookRow;
}
