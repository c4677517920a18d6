import { sql } from 'kysely';
import type { Compiler } from '../dialect.js';
import type { Statement } from '../step.js';
import { plain } from './plain.js';

/** Statements about the doors through which callbacks come, also those of senders that were deleted. */
export class DoorQueries {
  constructor(private readonly db: Compiler) {}

  readonly doors = (deletedSince: number): Statement =>
    plain(
      this.db
        .selectFrom('senders as s')
        .leftJoin('doors as d', 'd.sender', 's.id')
        .select(['s.id', 's.provider', 's.phone', 's.options', 's.limits', 's.state'])
        .select(['s.deleted_at as deletedAt', 's.version as senderVersion', 'd.secrets'])
        .select(sql<number>`coalesce(d.version, 0)`.as('version'))
        .where((eb) =>
          eb.or([eb('s.deleted_at', 'is', null), eb('s.deleted_at', '>', deletedSince)]),
        )
        .orderBy('s.id')
        .compile(),
    );

  /** → sender, unless it has a door */
  readonly addDoor = (sender: string, secrets: string): Statement =>
    plain(
      this.db
        .insertInto('doors')
        .values({ sender, secrets, version: 1 })
        .onConflict((c) => c.column('sender').doNothing())
        .returning('sender')
        .compile(),
    );

  /** → sender, if it was changed */
  readonly changeDoor = (sender: string, secrets: string, version: number): Statement =>
    plain(
      this.db
        .updateTable('doors')
        .set({ secrets, version: version + 1 })
        .where('sender', '=', sender)
        .where('version', '=', version)
        .returning('sender')
        .compile(),
    );

  readonly purgeOptions = (deletedBefore: number): Statement =>
    plain(
      this.db
        .updateTable('senders')
        .set({ options: '' })
        .where('deleted_at', '<', deletedBefore)
        .where('options', '<>', '')
        .compile(),
    );

  readonly purgeDoors = (deletedBefore: number): Statement =>
    plain(
      this.db
        .deleteFrom('doors')
        .where('sender', 'in', (eb) =>
          eb.selectFrom('senders').select('id').where('deleted_at', '<', deletedBefore),
        )
        .compile(),
    );
}
