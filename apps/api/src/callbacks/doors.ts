import { Logger } from '@nestjs/common';
import type { MessagingProvider } from 'waypost/providers';
import type { Directory, DoorRow } from 'waypost/store';
import type { Follower } from '../directory-watch.js';
import { checkSecretsInUse } from '../secrets-in-use.js';
import type { SecretBox } from '../senders/secret-box.js';
import type { SenderFactory } from '../senders/sender-factory.js';
import { Door } from './door.js';
import {
  newSecrets,
  openSecrets,
  rotated,
  sealSecrets,
  withHeader,
  withoutHeader,
  type DoorHeader,
  type DoorSecrets,
} from './door-secrets.js';

/** For how long the callbacks of a deleted sender are taken. */
export const OPEN_AFTER_DELETION_MS = 30 * 86_400_000;
const TRIES = 5;

interface KnownDoor {
  readonly row: DoorRow;
  readonly door: Door;
}

type DoorDirectory = Pick<Directory, 'doors' | 'addDoor' | 'changeDoor'>;

/** Knows from memory where the callbacks of each sender come in, and what proves them. */
export class Doors implements Follower {
  readonly #logger = new Logger(Doors.name);
  #known: ReadonlyMap<string, KnownDoor> = new Map();
  /** Stands for senders that there are not; nobody knows its token. */
  readonly #nobody = new Door('', '', undefined, newSecrets(), () => undefined);

  constructor(
    private readonly directory: DoorDirectory,
    private readonly factory: SenderFactory,
    private readonly box: SecretBox,
  ) {}

  /** The door of a sender, if the token opens it. That there is no such sender takes as long to find as that it does not. */
  open(sender: string, token: string): Door | undefined {
    const now = Date.now();
    const { row, door } = this.#known.get(sender) ?? { door: this.#nobody };
    const isOver = row && row.deletedAt !== null && row.deletedAt <= now - OPEN_AFTER_DELETION_MS;
    return door.opensTo(token, now) && !isOver ? door : undefined;
  }

  /** Who reads the callbacks of a sender. */
  reader(sender: string): MessagingProvider | undefined {
    return this.#known.get(sender)?.door.provider;
  }

  /** The present end of the sender's address; undefined where it has none (yet). */
  tokenOf(sender: string): string | undefined {
    return this.#known.get(sender)?.door.secrets.tokens[0]?.token;
  }

  /** The header that the vendor was told to send; undefined where it was told none. */
  headerOf(sender: string): DoorHeader | undefined {
    return this.#known.get(sender)?.door.secrets.header;
  }

  /**
   * Gives a sender another token; the former one works on for a while.
   * @throws ProblemException `too_many_secrets`
   */
  async rotate(sender: string, overlapMs: number): Promise<void> {
    const now = Date.now();
    await this.#change(sender, (secrets) => {
      const next = rotated(secrets, now + overlapMs, now);
      const ends = next.tokens.flatMap(({ until }) => (until === null ? [] : [until]));
      checkSecretsInUse(['The sender', 'addresses'], ends);
      return next;
    });
  }

  /** The header that the vendor is to be told; it is made when it is first asked for. */
  async header(sender: string): Promise<DoorHeader> {
    return (await this.#change(sender, withHeader)).header;
  }

  /** Nobody is told that header any more. */
  async forgetHeader(sender: string): Promise<void> {
    await this.#change(sender, withoutHeader);
  }

  /** Reads the doors anew, and makes those that are missing. */
  async refresh(): Promise<void> {
    let rows = await this.#rows();
    const missing = rows.filter(({ secrets, deletedAt }) => secrets === null && deletedAt === null);
    for (const { id } of missing) {
      await this.directory.addDoor(id, sealSecrets(this.box, id, newSecrets()));
    }
    if (missing.length > 0) rows = await this.#rows();
    this.#known = new Map(rows.flatMap((row) => this.#know(row, this.#known.get(row.id))));
  }

  #rows(): Promise<readonly DoorRow[]> {
    return this.directory.doors(Date.now() - OPEN_AFTER_DELETION_MS);
  }

  #know(row: DoorRow, former: KnownDoor | undefined): readonly (readonly [string, KnownDoor])[] {
    if (row.secrets === null) return [];
    const isSame =
      former?.row.version === row.version && former.row.senderVersion === row.senderVersion;
    if (isSame) return [[row.id, former]];
    try {
      const secrets = openSecrets(this.box, row.id, row.secrets);
      const seen = () => void this.#markSeen(row.id);
      const { provider, hasSecret } = this.#connect(row);
      // The vendor sends the operator's own secret then, which the provider asks for, and not the one that was made.
      const proofs = hasSecret ? withoutHeader(secrets) : secrets;
      const door = new Door(row.id, row.provider, provider, proofs, seen);
      return [[row.id, { row, door }]];
    } catch (error) {
      this.#logger.error(`No callback of sender ${row.id} can be taken: ${sentenceOf(error)}`);
      return [];
    }
  }

  // Why none can be made is told where the sender is.
  #connect({ id, provider: kind, phone, options: sealed }: DoorRow): {
    readonly provider?: MessagingProvider;
    readonly hasSecret: boolean;
  } {
    try {
      const options = this.factory.optionsOf({ id, options: sealed });
      const { provider } = this.factory.connect({ id, kind, phone, options });
      return { provider, hasSecret: options.callbackSecret !== undefined };
    } catch {
      return { hasSecret: false };
    }
  }

  async #markSeen(sender: string): Promise<void> {
    try {
      await this.#change(sender, (secrets) => {
        const { header } = secrets;
        return header ? { ...secrets, header: { ...header, seen: true } } : secrets;
      });
    } catch {
      this.#logger.warn(
        `It could not be stored that the callbacks of sender ${sender} carry their header: it is required until the next start only.`,
      );
    }
  }

  async #change<Changed extends DoorSecrets>(
    sender: string,
    change: (secrets: DoorSecrets) => Changed,
  ): Promise<Changed> {
    for (let tries = 0; tries < TRIES; tries++) {
      const row = (await this.#rows()).find(({ id }) => id === sender);
      if (!row?.secrets) break;
      const changed = change(openSecrets(this.box, sender, row.secrets));
      const sealed = sealSecrets(this.box, sender, changed);
      if (await this.directory.changeDoor(sender, sealed, row.version)) {
        await this.refresh();
        return changed;
      }
    }
    throw new Error(`The door of sender ${sender} could not be changed.`);
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
