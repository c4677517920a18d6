import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { Nested } from '../validation/nested.decorator.js';

/** The states that an order may be put into; `completed` and `canceled` are final. */
export type OrderState =
  'pending' | 'processing' | 'partially_shipped' | 'shipped' | 'completed' | 'canceled';

/** The new state of an order. */
export class OrderUpdate {
  /** A transition that Meta does not allow fails with its code 2046 or, for a paid order, 2047. */
  @IsIn(['pending', 'processing', 'partially_shipped', 'shipped', 'completed', 'canceled'])
  readonly status: OrderState;

  /** At most 120 characters. */
  @IsOptional()
  @MaxLength(120)
  readonly description?: string;
}

/** The new state of a payment, in Brazil. */
export class PaymentUpdate {
  /** Waited for, received, or failed. */
  @IsIn(['pending', 'captured', 'failed'])
  readonly status: 'pending' | 'captured' | 'failed';

  /** Seconds since 1970. */
  @IsOptional()
  @IsWhole(0, Number.MAX_SAFE_INTEGER)
  readonly timestamp?: number | string;
}

/** What became of an order. */
export class OrderStatus {
  /**
   * The id that the order was sent with.
   * @example order-42
   */
  @Matches(/^[A-Za-z0-9_.-]{1,60}$/, {
    message: '`reference_id` must be 1 to 60 letters, digits, "_", "-" and "." (35 in India).',
  })
  readonly reference_id: string;

  @Nested(OrderUpdate)
  readonly order: OrderUpdate;

  @IsOptional()
  @Nested(PaymentUpdate)
  readonly payment?: PaymentUpdate;
}
