import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';
import { IsTime, TIME_RULE } from '../http/is-time.decorator.js';
import { MayBeLeftOut } from '../http/may-be-left-out.decorator.js';
import { OverlapSeconds } from '../http/overlap-seconds.decorator.js';
import { SenderIds } from '../senders/sender-ids.decorator.js';
import { SCOPES, type Scope } from './scope.js';

const NAME = /^(?=.*\S)[^\p{Cc}]{1,100}$/u;

/** A key to create. */
export class CreateKey {
  /** What people know the key by; 1 to 100 characters. */
  @ApiProperty({ example: 'Shop backend', minLength: 1, maxLength: 100 })
  @Matches(NAME, { message: 'name must have 1 to 100 printable characters' })
  readonly name: string;

  /** What it may do, and no more than the asking key may. `admin` may do everything. */
  @ApiProperty({ enum: SCOPES, enumName: 'Scope', isArray: true, example: ['messages:send'] })
  @IsIn(SCOPES, { each: true, message: `scopes must be among ${SCOPES.join(', ')}` })
  @ArrayUnique({ message: 'scopes must name each scope once' })
  @ArrayNotEmpty({ message: 'scopes must name at least one scope' })
  @IsArray({ message: `scopes must be a list of one or more of ${SCOPES.join(', ')}` })
  readonly scopes: Scope[];

  /** The ids of the senders that it is limited to, which need not exist yet; if left out, it may use all. */
  @SenderIds()
  readonly senders?: string[] | null;

  /** When it expires, ISO 8601 with its zone; if left out, when the asking key does, if ever. */
  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2099-12-31T12:00:00Z' })
  @MayBeLeftOut()
  @IsTime({ message: `expiresAt ${TIME_RULE}` })
  readonly expiresAt?: string;
}

/** How to rotate a key. */
export class RotateKey {
  /** For how long the former key still works, in seconds; at most 30 days. */
  @OverlapSeconds(86_400)
  readonly overlapSeconds?: number;

  /** When the new key expires, ISO 8601 with its zone; if left out, when the former one would have. */
  @ApiPropertyOptional({ type: String, format: 'date-time', example: '2099-12-31T12:00:00Z' })
  @MayBeLeftOut()
  @IsTime({ message: `expiresAt ${TIME_RULE}` })
  readonly expiresAt?: string;
}

/** An API key, without its text, which is not stored. */
export class Key {
  /**
   * The id; the key's text begins with `wp_<id>_`, unless it was given from outside.
   * @example 5f0c2a91d3b7
   */
  readonly id: string;

  /** What people know the key by. */
  readonly name: string;

  /** What it may do. */
  @ApiProperty({ enum: SCOPES, enumName: 'Scope', isArray: true })
  readonly scopes: readonly string[];

  /** The ids of the senders that it is limited to; null where it may use all. */
  @ApiProperty({ type: [String], nullable: true })
  readonly senders: readonly string[] | null;

  /** The same for a key and those that it was rotated into. Idempotency keys belong to it. */
  readonly lineage: string;

  /** `environment`: it comes from the settings of the gateway and can only be changed there. */
  @ApiProperty({ enum: ['api', 'environment'], enumName: 'KeyManagedBy' })
  readonly managedBy: 'api' | 'environment';

  /** When it was made, ISO 8601 in UTC. */
  @ApiProperty({ format: 'date-time' })
  readonly createdAt: string;

  /** When it expires or expired; null if it never does. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly expiresAt: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}

/** A key that was just made. */
export class NewKey extends Key {
  /**
   * The text to send as `Authorization: Bearer …`. It is shown only this once and stored nowhere.
   * @example wp_5f0c2a91d3b7_…
   */
  readonly key: string;
}

/** The keys that the asking key may manage, the oldest first. */
export class KeyList {
  @ApiProperty({ type: [Key] })
  readonly data: readonly Key[];

  /** Always null: all are on one page. */
  @ApiProperty({ type: String, nullable: true })
  readonly nextCursor: string | null;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}
