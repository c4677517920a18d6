import {
  ArrayMinSize,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import { AddressValues } from '../content/address.dto.js';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Rule } from '../validation/rule.decorator.js';
import { Amount } from './amount.dto.js';
import { Order } from './order.dto.js';
import { importersAreNamed, indianOrderIsComplete, totalAddsUp } from './order.rules.js';
import { paymentSettings, type PaymentSetting } from './payment-setting.dto.js';

/** Who receives shipped goods. It is not shown, but required by law. */
export class Beneficiary {
  /** 1 to 200 characters. */
  @Length(1, 200)
  readonly name: string;

  /** 1 to 100 characters. */
  @Length(1, 100)
  readonly address_line1: string;

  /** At most 100 characters. */
  @IsOptional()
  @MaxLength(100)
  readonly address_line2?: string;

  @IsString()
  readonly city: string;

  @IsString()
  readonly state: string;

  /** Always `India`. */
  @IsIn(['India'])
  readonly country: 'India';

  /** Six digits. */
  @Matches(/^\d{6}$/, { message: '`postal_code` must be six digits.' })
  readonly postal_code: string;
}

/** Where checkout templates ship to. */
export class ShippingInfo {
  /** Always `IN`. */
  @IsIn(['IN'])
  readonly country: 'IN';

  /** The recipient's addresses; an empty list where none is known. */
  @NestedList(AddressValues)
  readonly addresses: readonly AddressValues[];
}

/**
 * An order to be reviewed and paid
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg for India,
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/orders for Brazil).
 */
@Rule('the total adds up', totalAddsUp)
@Rule('importers are named', importersAreNamed)
@Rule('an Indian order is complete', indianOrderIsComplete)
export class OrderDetails {
  /**
   * Your own id of the order, unique per message: 1 to 60 letters, digits, `_`, `-` and `.`; India allows 35.
   * @example order-42
   */
  @Matches(/^[A-Za-z0-9_.-]{1,60}$/, {
    message: '`reference_id` must be 1 to 60 letters, digits, "_", "-" and "." (35 in India).',
  })
  readonly reference_id: string;

  /** What is sold; physical goods that are shipped need `beneficiaries`. */
  @IsIn(['digital-goods', 'physical-goods'])
  readonly type: 'digital-goods' | 'physical-goods';

  /** `br` in Brazil; left out in India. */
  @IsOptional()
  @IsString()
  readonly payment_type?: string;

  /** `INR` or `BRL`. */
  @IsIn(['INR', 'BRL'])
  readonly currency: 'INR' | 'BRL';

  /** Subtotal plus tax plus shipping minus discount. */
  @Nested(Amount)
  readonly total_amount: Amount;

  /** How to pay; required in India. */
  @IsOptional()
  @ArrayMinSize(1)
  @NestedList(paymentSettings)
  readonly payment_settings?: readonly PaymentSetting[];

  @Nested(Order)
  readonly order: Order;

  /** Required by Indian law for physical goods that are shipped. */
  @IsOptional()
  @NestedList(Beneficiary)
  readonly beneficiaries?: readonly Beneficiary[];

  /** For checkout templates with physical goods. */
  @IsOptional()
  @Nested(ShippingInfo)
  readonly shipping_info?: ShippingInfo;
}
