import { sql } from 'kysely';
import type { Compiler } from '../dialect.js';
import type { NewSender, SenderChange } from '../directory.js';
import type { KeyRow, PauseRow } from '../rows.js';
import type { Statement } from '../step.js';
import { OPEN, QUEUED } from './conditions.js';
import { plain } from './plain.js';

/** Statements that operators cause: rare, so compiled when they are needed. */
export class DirectoryQueries {
  constructor(private readonly db: Compiler) {}

  readonly revision = (): Statement =>
    plain(this.db.selectFrom('settings').select('value').where('key', '=', 'revision').compile());

  readonly raiseRevision = (): Statement =>
    plain(
      this.db
        .insertInto('settings')
        .values({ key: 'revision', value: '1' })
        .onConflict((c) =>
          c.column('key').doUpdateSet({
            value: sql`cast(cast(settings.value as bigint) + 1 as text)`,
          }),
        )
        .compile(),
    );

  readonly senders = (): Statement =>
    plain(
      this.db
        .selectFrom('senders')
        .select(['id', 'provider', 'phone', 'options', 'limits', 'state', 'version'])
        .select(['managed_by as managedBy', 'pause_reason as pauseReason'])
        .select(['created_at as createdAt', 'updated_at as updatedAt', 'deleted_at as deletedAt'])
        .where('deleted_at', 'is', null)
        .orderBy('id')
        .compile(),
    );

  /** → id, unless the id is taken. A deleted sender's row serves again, with its epoch, so that no old lease fits. */
  readonly addSender = (sender: NewSender): Statement => {
    const values = {
      provider: sender.provider,
      phone: sender.phone,
      options: sender.options,
      limits: sender.limits,
      managed_by: sender.managedBy,
      state: sender.state,
      pause_reason: sender.pauseReason,
      created_at: sender.createdAt,
      updated_at: sender.createdAt,
      deleted_at: null,
    };
    return plain(
      this.db
        .insertInto('senders')
        .values({ id: sender.id, ...values, version: 1, owner: null, epoch: 0, lease_until: 0 })
        .onConflict((c) =>
          c
            .column('id')
            .doUpdateSet({ ...values, version: sql`senders.version + 1` })
            .where('senders.deleted_at', 'is not', null),
        )
        .returning('id')
        .compile(),
    );
  };

  /** → id, if it was changed */
  readonly changeSender = (id: string, change: SenderChange): Statement => {
    const { at, version, managedBy, pauseReason, ...same } = change;
    return plain(
      this.db
        .updateTable('senders')
        .set({
          ...same,
          ...(managedBy !== undefined && { managed_by: managedBy }),
          ...(pauseReason !== undefined && { pause_reason: pauseReason }),
          updated_at: at,
          version: sql`version + 1`,
        })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
        .returning('id')
        .compile(),
    );
  };

  /** → id, if there was one */
  readonly removeSender = (id: string, at: number): Statement =>
    plain(
      this.db
        .updateTable('senders')
        .set({ deleted_at: at, updated_at: at, version: sql`version + 1` })
        .set({ owner: null, lease_until: 0 })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .returning('id')
        .compile(),
    );

  readonly abandoned = (): Statement => {
    // A scalar subquery and not an EXISTS: PostgreSQL would hash that, and read the queues of all senders for it.
    const first = this.db
      .selectFrom('messages')
      .select(sql.lit(1).as('one'))
      .where('messages.sender', '=', sql<string>`senders.id`)
      .limit(1);
    return plain(
      this.db
        .selectFrom('senders')
        .select(['id', 'epoch', 'deleted_at as deletedAt'])
        .where('deleted_at', 'is not', null)
        .where((eb) =>
          eb.or([eb(first.where(QUEUED), 'is not', null), eb(first.where(OPEN), 'is not', null)]),
        )
        .orderBy('id')
        .compile(),
    );
  };

  readonly keys = (): Statement =>
    plain(
      this.db
        .selectFrom('keys')
        .select(['id', 'name', 'hash', 'scopes', 'senders', 'lineage'])
        .select(['created_at as createdAt', 'expires_at as expiresAt', 'revoked_at as revokedAt'])
        .where('revoked_at', 'is', null)
        .orderBy('created_at')
        .orderBy('id')
        .compile(),
    );

  readonly addKey = (key: Omit<KeyRow, 'revokedAt'>): Statement =>
    plain(
      this.db
        .insertInto('keys')
        .values({
          id: key.id,
          name: key.name,
          hash: key.hash,
          scopes: JSON.stringify(key.scopes),
          senders: key.senders && JSON.stringify(key.senders),
          lineage: key.lineage,
          created_at: key.createdAt,
          expires_at: key.expiresAt,
          revoked_at: null,
        })
        .returning('id')
        .compile(),
    );

  /** → id, if there was one */
  readonly endKey = (id: string, end: 'expires_at' | 'revoked_at', at: number): Statement =>
    plain(
      this.db
        .updateTable('keys')
        .set(end === 'expires_at' ? { expires_at: at } : { revoked_at: at })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .compile(),
    );

  readonly pauses = (): Statement =>
    plain(
      this.db
        .selectFrom('pauses')
        .select(['scope', 'subject', 'until', 'reason', 'created_at as createdAt'])
        .compile(),
    );

  readonly pause = ({ scope, subject, until, reason, createdAt }: PauseRow): Statement =>
    plain(
      this.db
        .insertInto('pauses')
        .values({ scope, subject, until, reason, created_at: createdAt })
        .onConflict((c) =>
          c.columns(['scope', 'subject']).doUpdateSet({ until, reason, created_at: createdAt }),
        )
        .returning('subject')
        .compile(),
    );

  /** → subject, if there was one */
  readonly resume = (scope: string, subject: string): Statement =>
    plain(
      this.db
        .deleteFrom('pauses')
        .where('scope', '=', scope)
        .where('subject', '=', subject)
        .returning('subject')
        .compile(),
    );

  readonly setting = (key: string): Statement =>
    plain(this.db.selectFrom('settings').select('value').where('key', '=', key).compile());

  readonly claimSetting = (key: string, value: string): Statement =>
    plain(
      this.db
        .insertInto('settings')
        .values({ key, value })
        .onConflict((c) => c.column('key').doNothing())
        .compile(),
    );

  readonly saveSetting = (key: string, value: string): Statement =>
    plain(
      this.db
        .insertInto('settings')
        .values({ key, value })
        .onConflict((c) => c.column('key').doUpdateSet({ value }))
        .compile(),
    );
}
