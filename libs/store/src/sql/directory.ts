import type { AbandonedSender, Directory, NewSender, SenderChange } from '../directory.js';
import { DirectoryQueries } from '../queries/directory-queries.js';
import { DoorQueries } from '../queries/door-queries.js';
import type { Compiler } from '../dialect.js';
import type { Fields } from '../engine.js';
import type { DoorRow, KeyRow, PauseRow, SenderRow } from '../rows.js';
import type { Statement } from '../step.js';
import type { WatchedEngine } from './watched-engine.js';

export class SqlDirectory implements Directory {
  private readonly queries: DirectoryQueries;
  private readonly doorQueries: DoorQueries;

  constructor(
    private readonly engine: WatchedEngine,
    db: Compiler,
  ) {
    this.queries = new DirectoryQueries(db);
    this.doorQueries = new DoorQueries(db);
  }

  async revision(): Promise<number> {
    const [row] = await this.engine.read(this.queries.revision());
    return Number(row?.value ?? 0);
  }

  async senders(): Promise<readonly SenderRow[]> {
    return (await this.engine.read(this.queries.senders())) as unknown as SenderRow[];
  }

  addSender(sender: NewSender): Promise<boolean> {
    return this.change(this.queries.addSender(sender));
  }

  changeSender(id: string, change: SenderChange): Promise<boolean> {
    return this.change(this.queries.changeSender(id, change));
  }

  removeSender(id: string, at: number): Promise<boolean> {
    return this.change(this.queries.removeSender(id, at));
  }

  async abandoned(): Promise<readonly AbandonedSender[]> {
    return (await this.engine.read(this.queries.abandoned())) as unknown as AbandonedSender[];
  }

  async doors(deletedSince: number): Promise<readonly DoorRow[]> {
    return (await this.engine.read(this.doorQueries.doors(deletedSince))) as unknown as DoorRow[];
  }

  addDoor(sender: string, secrets: string): Promise<boolean> {
    return this.change(this.doorQueries.addDoor(sender, secrets));
  }

  changeDoor(sender: string, secrets: string, version: number): Promise<boolean> {
    return this.change(this.doorQueries.changeDoor(sender, secrets, version));
  }

  async purgeSenders(deletedBefore: number): Promise<void> {
    const { purgeDoors, purgeOptions } = this.doorQueries;
    await this.engine.run([purgeDoors(deletedBefore), purgeOptions(deletedBefore)]);
  }

  async keys(): Promise<readonly KeyRow[]> {
    return (await this.engine.read(this.queries.keys())).map(keyRow);
  }

  async addKey(key: Omit<KeyRow, 'revokedAt'>): Promise<void> {
    await this.change(this.queries.addKey(key));
  }

  expireKey(id: string, at: number): Promise<boolean> {
    return this.change(this.queries.endKey(id, 'expires_at', at));
  }

  revokeKey(id: string, at: number): Promise<boolean> {
    return this.change(this.queries.endKey(id, 'revoked_at', at));
  }

  async setting(key: string): Promise<string | undefined> {
    const [row] = await this.engine.read(this.queries.setting(key));
    return row && String(row.value);
  }

  async claimSetting(key: string, value: string): Promise<string> {
    await this.engine.run([this.queries.claimSetting(key, value)]);
    return (await this.setting(key)) ?? value;
  }

  async saveSetting(key: string, value: string): Promise<void> {
    await this.engine.run([this.queries.saveSetting(key, value)]);
  }

  async pauses(): Promise<readonly PauseRow[]> {
    return (await this.engine.read(this.queries.pauses())) as unknown as PauseRow[];
  }

  async pause(pause: PauseRow): Promise<void> {
    await this.change(this.queries.pause(pause));
  }

  resume(scope: string, subject: string): Promise<boolean> {
    return this.change(this.queries.resume(scope, subject));
  }

  /** Runs a change that returns a row if it did something, and raises the revision with it. */
  private async change(statement: Statement): Promise<boolean> {
    const [changed] = await this.engine.run([statement, this.queries.raiseRevision()]);
    return (changed?.length ?? 0) > 0;
  }
}

function keyRow(fields: Fields): KeyRow {
  return {
    ...fields,
    scopes: JSON.parse(String(fields.scopes)) as string[],
    senders: fields.senders === null ? null : (JSON.parse(String(fields.senders)) as string[]),
  } as unknown as KeyRow;
}
