import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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

/** What the provider's vendor answered, in its own words. */
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
}

/** What went wrong, as RFC 9457 problem details. Programs should act upon `code`. */
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

  /** What to do about it, where that is documented. */
  readonly remedy?: string;

  /** What the provider's vendor answered. */
  readonly vendor?: VendorSaid;

  /** Whether the message may have been sent all the same; set once the message was handed to a provider. */
  readonly mayHaveBeenSent?: boolean;

  /** Seconds to wait before the request is repeated; the Retry-After header says the same. */
  @ApiPropertyOptional({ type: 'integer' })
  readonly retryAfter?: number;

  /** What the provider's failure holds up: more than this one message. */
  @ApiPropertyOptional({ enum: ['recipient', 'sender', 'template', 'account'] })
  readonly scope?: string;

  /** The id of the message that was handed to a provider; vendors' reports name it. */
  readonly id?: string;

  /** Set in demo mode: no real vendor was called. */
  readonly sandbox?: boolean;
}
