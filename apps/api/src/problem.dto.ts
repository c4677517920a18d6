import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MESSAGE_STATUSES, type MessageStatus } from 'waypost/store';
import { PROBLEMS, type ProblemCode } from './problem-code.js';

/** One thing that is wrong with the request. */
export class ProblemError {
  /**
   * Where it is, in the request's own names; empty for the whole body.
   * @example message.video.link
   */
  readonly path: string;

  /** What is wrong there, in one sentence. */
  readonly message: string;
}

/** What went wrong, as RFC 9457 problem details. Programs should act on `code`. */
export class Problem {
  /**
   * Identifies the kind of problem; it ends in the code.
   * @example urn:waypost:problem:validation_failed
   */
  readonly type: string;

  /** The kind of problem in a few words; the same for every problem of one code. */
  readonly title: string;

  /**
   * The HTTP status of this answer.
   * @example 422
   */
  @ApiProperty({ type: 'integer' })
  readonly status: number;

  /** What went wrong this time, in full sentences. */
  readonly detail: string;

  /** The stable code of the problem. */
  @ApiProperty({ enum: Object.keys(PROBLEMS), enumName: 'ProblemCode' })
  readonly code: ProblemCode;

  /** Everything that is wrong with the request, by path. */
  readonly errors?: ProblemError[];

  /** What to do about it. */
  readonly remedy?: string;

  /** How many seconds to wait before repeating the request; the Retry-After header says the same. */
  @ApiPropertyOptional({ type: 'integer' })
  readonly retryAfter?: number;

  /** How far the message that was to be canceled has come. */
  @ApiPropertyOptional({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus' })
  readonly messageStatus?: MessageStatus;

  /** The id of the message that may be stored. */
  readonly id?: string;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}
