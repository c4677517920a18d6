import { ApiProperty } from '@nestjs/swagger';
import { SendMessageDto } from 'waypost/messages';
import { Problem } from '../problem.dto.js';

/** A message of a batch: like one that is sent on its own, with an idempotency key of its own if you may repeat it. */
export class BatchItem extends SendMessageDto {
  /**
   * Does for this message what the header Idempotency-Key does for one that is sent on its own; under the same key, each
   * may repeat the other.
   * @example order-4711-shipped
   */
  @ApiProperty({ required: false, minLength: 1, maxLength: 255 })
  readonly idempotencyKey?: string;
}

/** Messages that come in one request and are judged each on its own. */
export class SendBatchDto {
  /** 1 to 1,000 messages; the whole body may have up to 10 MiB. */
  @ApiProperty({ type: () => BatchItem, isArray: true, minItems: 1, maxItems: 1000 })
  readonly messages: BatchItem[];
}

/** What became of one message of a batch: an `id` and a `status`, or an `error`. */
export class BatchResult {
  /**
   * The id of the message.
   * @example msg_019a5c2f7b3e7c1d8f00a1b2c3d4e5f6
   */
  readonly id?: string;

  /** How far the message has come. */
  @ApiProperty({ enum: ['queued', 'sending'], required: false })
  readonly status?: 'queued' | 'sending';

  /** Set where the message was stored by an earlier request with the same idempotency key. */
  readonly replayed?: boolean;

  /** Why the message was not accepted: the answer that it would have got on its own. */
  readonly error?: Problem;
}

/** What became of each message of a batch. */
export class BatchAccepted {
  /** One result for each message, in the order of the request. */
  readonly results: BatchResult[];

  /** Set in demo mode: no real vendor is called. */
  readonly sandbox?: boolean;
}
