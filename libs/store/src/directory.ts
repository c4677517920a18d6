import type { DoorRow, KeyRow, PauseRow, SenderRow } from './rows.js';

/**
 * What operators set at run time: senders, keys, settings, pauses. Every change of a sender, a key or a pause raises
 * `revision` in its own transaction, so that each replica can tell with one cheap read whether its caches are stale.
 */
export interface Directory {
  /** Grows with every change of a sender, key or pause. */
  revision(): Promise<number>;

  /** All senders, the deleted ones left out. */
  senders(): Promise<readonly SenderRow[]>;
  /** Creates a sender; false where its id is taken. The id of a deleted sender may be used again. */
  addSender(sender: NewSender): Promise<boolean>;
  /** Changes a sender; false where it is gone or has another version than the one demanded. */
  changeSender(id: string, change: SenderChange): Promise<boolean>;
  /** Marks a sender as deleted; false where there is none. Its options stay until `purgeSenders`, since its callbacks still come. */
  removeSender(id: string, at: number): Promise<boolean>;
  /**
   * Deleted senders of whose messages some are not settled: taken by somebody who did not know of the deletion yet, or
   * left behind by a process that died.
   */
  abandoned(): Promise<readonly AbandonedSender[]>;

  /** The doors of all senders, those deleted since a time included. */
  doors(deletedSince: number): Promise<readonly DoorRow[]>;
  /** Gives a sender its first secrets; false where it has some. */
  addDoor(sender: string, secrets: string): Promise<boolean>;
  /** Replaces the secrets; false where they have another version than the one demanded. */
  changeDoor(sender: string, secrets: string, version: number): Promise<boolean>;
  /** Forgets the options and secrets of senders that were deleted before a time. */
  purgeSenders(deletedBefore: number): Promise<void>;

  /** All keys that are not revoked, expired ones included. */
  keys(): Promise<readonly KeyRow[]>;
  addKey(key: Omit<KeyRow, 'revokedAt'>): Promise<void>;
  /** Sets the end of a key, as rotation with overlap does; false where there is none. */
  expireKey(id: string, at: number): Promise<boolean>;
  /** False where there is no such key, or it was revoked before. */
  revokeKey(id: string, at: number): Promise<boolean>;

  setting(key: string): Promise<string | undefined>;
  /** Sets it only if it is not set yet; gives the value that stands now. */
  claimSetting(key: string, value: string): Promise<string>;
  saveSetting(key: string, value: string): Promise<void>;

  pauses(): Promise<readonly PauseRow[]>;
  /** Sets a pause, or replaces the one of the same scope and subject. */
  pause(pause: PauseRow): Promise<void>;
  /** Lifts a pause; false where there was none. */
  resume(scope: string, subject: string): Promise<boolean>;
}

/** A deleted sender that has messages which are not settled. */
export interface AbandonedSender {
  readonly id: string;
  /** The last under which a message of it was marked; whoever uses the id again begins with a later one. */
  readonly epoch: number;
  readonly deletedAt: number;
}

export type NewSender = Omit<SenderRow, 'version' | 'updatedAt' | 'deletedAt'>;

export type SenderChange = Partial<
  Pick<
    SenderRow,
    'provider' | 'phone' | 'options' | 'limits' | 'managedBy' | 'state' | 'pauseReason'
  >
> & {
  readonly at: number;
  /** Demands that the stored version is this one. */
  readonly version?: number;
};
