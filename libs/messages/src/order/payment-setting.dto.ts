import { IsIn, IsOptional, Length, MinLength } from 'class-validator';
import { IsFreeForm } from '../fields/is-free-form.decorator.js';
import { IsWebLink } from '../fields/is-web-link.decorator.js';
import { Nested } from '../validation/nested.decorator.js';
import { variants, type ObjectOf } from '../validation/shape.js';

/** Members of the payment gateway's own, such as `receipt` and `notes` for Razorpay or `udf1` for PayU. */
export class GatewayFields {
  readonly [field: string]: unknown;
}

/** A payment gateway that is set up in the WhatsApp Manager. */
export class PaymentGateway {
  /** Which gateway it is; members of its own stand under the same name. */
  @IsIn(['billdesk', 'razorpay', 'payu', 'zaakpay'])
  readonly type: 'billdesk' | 'razorpay' | 'payu' | 'zaakpay';

  /** What the set-up is called in the WhatsApp Manager, 1 to 60 characters. */
  @Length(1, 60)
  readonly configuration_name: string;

  @IsOptional()
  @IsFreeForm(GatewayFields)
  readonly billdesk?: GatewayFields;

  @IsOptional()
  @IsFreeForm(GatewayFields)
  readonly razorpay?: GatewayFields;

  @IsOptional()
  @IsFreeForm(GatewayFields)
  readonly payu?: GatewayFields;

  @IsOptional()
  @IsFreeForm(GatewayFields)
  readonly zaakpay?: GatewayFields;
}

/**
 * Payment through a gateway, in India
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg).
 */
export class PaymentGatewaySetting {
  @IsIn(['payment_gateway'])
  readonly type: 'payment_gateway';

  @Nested(PaymentGateway)
  readonly payment_gateway: PaymentGateway;
}

/** A UPI intent. */
export class UpiIntentLink {
  /**
   * What the gateway made, with `pa`, `pn`, `mc`, `purpose` and `tr` only.
   * @example upi://pay?pa=store@example&pn=Store&mc=0000&purpose=00&tr=42
   */
  @MinLength(1)
  readonly link: string;
}

/**
 * Payment by a UPI app, in India
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/upi-intent/dynamic-vpa).
 */
export class UpiIntentSetting {
  @IsIn(['upi_intent_link'])
  readonly type: 'upi_intent_link';

  @Nested(UpiIntentLink)
  readonly upi_intent_link: UpiIntentLink;
}

/** A page to pay on. */
export class PaymentLink {
  /** An http or https address. */
  @IsWebLink()
  readonly uri: string;
}

/** Payment on a page of the gateway, in India and Brazil. */
export class PaymentLinkSetting {
  @IsIn(['payment_link'])
  readonly type: 'payment_link';

  @Nested(PaymentLink)
  readonly payment_link: PaymentLink;
}

/** A dynamic Pix code. */
export class PixDynamicCode {
  /** What the payer copies. */
  @MinLength(1)
  readonly code: string;

  /** The holder of the account. */
  @MinLength(1)
  readonly merchant_name: string;

  /** The Pix key. */
  @MinLength(1)
  readonly key: string;

  /** Such as `CNPJ`, `CPF`, `EMAIL`, `PHONE` or `EVP`. */
  @MinLength(1)
  readonly key_type: string;
}

/** Payment by Pix, in Brazil. */
export class PixSetting {
  @IsIn(['pix_dynamic_code'])
  readonly type: 'pix_dynamic_code';

  @Nested(PixDynamicCode)
  readonly pix_dynamic_code: PixDynamicCode;
}

/** A boleto. */
export class Boleto {
  /** What the payer copies. */
  @MinLength(1)
  readonly digitable_line: string;
}

/** Payment by boleto, in Brazil. */
export class BoletoSetting {
  @IsIn(['boleto'])
  readonly type: 'boleto';

  @Nested(Boleto)
  readonly boleto: Boleto;
}

/** A card that is kept outside WhatsApp. */
export class OffsiteCard {
  /** What the payer recognises it by. */
  @Length(4, 4)
  readonly last_four_digits: string;

  /** Comes back when the payer has confirmed. */
  @MinLength(1)
  readonly credential_id: string;
}

/** Payment with one tap, in Brazil. */
export class OffsiteCardSetting {
  @IsIn(['offsite_card_pay'])
  readonly type: 'offsite_card_pay';

  @Nested(OffsiteCard)
  readonly offsite_card_pay: OffsiteCard;
}

/** The ways to pay. */
export const paymentSettings = variants('type', {
  payment_gateway: PaymentGatewaySetting,
  upi_intent_link: UpiIntentSetting,
  payment_link: PaymentLinkSetting,
  pix_dynamic_code: PixSetting,
  boleto: BoletoSetting,
  offsite_card_pay: OffsiteCardSetting,
});

/** A way to pay. */
export type PaymentSetting = ObjectOf<typeof paymentSettings>;
