import { IsIn, IsOptional } from 'class-validator';
import { OrderDetails } from '../order/order-details.dto.js';
import { OrderStatus } from '../order/order-status.dto.js';
import { Nested } from '../validation/nested.decorator.js';
import { ImageHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** The button to review and pay. */
export class OrderDetailsAction {
  @IsIn(['review_and_pay'])
  readonly name: 'review_and_pay';

  @Nested(OrderDetails)
  readonly parameters: OrderDetails;
}

/** An order to be reviewed and paid, in India and Brazil. */
export class OrderDetailsInteractive {
  @IsIn(['order_details'])
  readonly type: 'order_details';

  /** An image; that of the first item if left out. */
  @IsOptional()
  @Nested(ImageHeader)
  readonly header?: ImageHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(OrderDetailsAction)
  readonly action: OrderDetailsAction;
}

/** The new state of an order. */
export class OrderStatusAction {
  @IsIn(['review_order'])
  readonly name: 'review_order';

  @Nested(OrderStatus)
  readonly parameters: OrderStatus;
}

/** Tells what became of an order. */
export class OrderStatusInteractive {
  @IsIn(['order_status'])
  readonly type: 'order_status';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(OrderStatusAction)
  readonly action: OrderStatusAction;
}
