import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Actor } from 'waypost/messages';

/** The codes of a message's error: a provider's, or one of the gateway's own. */
const CODES = [
  'invalid',
  'unsupported',
  'unauthorized',
  'rejected',
  'rate_limited',
  'unavailable',
  'timeout',
  'unrecognized',
  'outcome_unknown',
  'expired',
  'budget_exhausted',
] as const;

const ACTORS = ['caller', 'operator', 'recipient', 'time'] as const satisfies readonly Actor[];

/** What the vendor answered, in its own words. */
export class VendorSaid {
  /**
   * The vendor's HTTP status; missing where there was no answer.
   * @example 400
   */
  @ApiPropertyOptional({ type: 'integer' })
  readonly status?: number;

  /**
   * The vendor's own code.
   * @example '131056'
   */
  readonly code?: string;

  /** The vendor's own text. */
  readonly message?: string;

  /** More of the vendor's text, where it gives some. */
  readonly details?: string;
}

/** Why a message or an attempt failed, or why the message waits. */
export class MessageError {
  /**
   * The stable code: what a program should act on.
   *
   * - `invalid`: the message itself is wrong, and can never be sent as it is.
   * - `unsupported`: the provider of the sender cannot carry such a message.
   * - `unauthorized`: the key, account, number or billing of the sender is not in order; an empty wallet too.
   * - `rejected`: the recipient or a policy stands against it, such as an opt-out or a closed window.
   * - `rate_limited`: there were too many messages at a time.
   * - `unavailable`: the vendor was down.
   * - `timeout`: the vendor gave no answer in time.
   * - `unrecognized`: the vendor gave a reason that this gateway does not know; `vendor` has its words.
   * - `outcome_unknown`: nobody knows whether it was sent, and it was not sent again.
   * - `expired`: its `expiresAt` came first.
   * - `budget_exhausted`: it could not be handed over in time.
   */
  @ApiProperty({ enum: CODES, enumName: 'MessageErrorCode' })
  readonly code: (typeof CODES)[number];

  /** What went wrong, in a full sentence. */
  readonly message: string;

  /** What the vendor answered. */
  readonly vendor?: VendorSaid;

  /** Who must act before the same message can be sent; `time` where it is enough to wait. */
  @ApiPropertyOptional({ enum: ACTORS, enumName: 'MessageErrorActor' })
  readonly actor?: Actor;

  /** What to do now. */
  readonly remedy?: string;

  /** The vendor's page about it. */
  readonly link?: string;
}
