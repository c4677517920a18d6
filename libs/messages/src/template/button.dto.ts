import { ArrayMaxSize, ArrayMinSize, IsOptional } from 'class-validator';
import { IsKeyword } from '../fields/is-keyword.decorator.js';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { NestedList } from '../validation/nested.decorator.js';
import { variants, type ObjectOf } from '../validation/shape.js';
import {
  CallPayloadParameter,
  CallTtlParameter,
  CatalogParameter,
  CouponParameter,
  FlowParameter,
  OrderDetailsParameter,
  ProductsParameter,
  QuickReplyParameter,
  UrlSuffixParameter,
} from './button-parameter.dto.js';

/** What every button of a template says. */
export class TemplateButton {
  /** Always `button`, in any case. */
  @IsKeyword('button')
  readonly type: 'button';
}

/** A button with its place among the buttons. */
export class IndexedButton extends TemplateButton {
  /** The button's place in the template, 0 to 9, as a number or as text. */
  @IsWhole(0, 9)
  readonly index: number | string;
}

/** A button that answers. */
export class QuickReplyButton extends IndexedButton {
  @IsKeyword('quick_reply')
  readonly sub_type: 'quick_reply';

  /** What comes back; the button's label if left out. */
  @IsOptional()
  @ArrayMaxSize(1)
  @NestedList(QuickReplyParameter)
  readonly parameters?: readonly QuickReplyParameter[];
}

/** A button that opens a page, or the OTP button of an authentication template. */
export class UrlTemplateButton extends IndexedButton {
  @IsKeyword('url')
  readonly sub_type: 'url';

  /** One text, the end of the address; for an OTP button the code, which the body repeats, at most 15 characters. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(UrlSuffixParameter)
  readonly parameters: readonly UrlSuffixParameter[];
}

/** A button that copies a code. */
export class CopyCodeButton extends IndexedButton {
  @IsKeyword('copy_code')
  readonly sub_type: 'copy_code';

  /** The code. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(CouponParameter)
  readonly parameters: readonly CouponParameter[];
}

/** A button that opens a flow. */
export class FlowButton extends IndexedButton {
  @IsKeyword('flow')
  readonly sub_type: 'flow';

  /** What the flow begins with. */
  @IsOptional()
  @ArrayMaxSize(1)
  @NestedList(FlowParameter)
  readonly parameters?: readonly FlowParameter[];
}

/** A button that opens the catalog. */
export class CatalogButton extends IndexedButton {
  @IsKeyword('catalog')
  readonly sub_type: 'catalog';

  /** The product whose picture is shown; the first product if left out. */
  @IsOptional()
  @ArrayMaxSize(1)
  @NestedList(CatalogParameter)
  readonly parameters?: readonly CatalogParameter[];
}

/** A button that opens a choice of products. */
export class ProductsButton extends IndexedButton {
  @IsKeyword('mpm')
  readonly sub_type: 'mpm';

  /** The products. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(ProductsParameter)
  readonly parameters: readonly ProductsParameter[];
}

/** A button to review and pay an order. */
export class OrderDetailsButton extends IndexedButton {
  @IsKeyword('order_details')
  readonly sub_type: 'order_details';

  /** The order. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(OrderDetailsParameter)
  readonly parameters: readonly OrderDetailsParameter[];
}

const callParameters = variants('type', {
  ttl_minutes: CallTtlParameter,
  payload: CallPayloadParameter,
});

/** What a button to call needs. */
export type CallParameter = ObjectOf<typeof callParameters>;

/** A button to call the business. */
export class VoiceCallButton extends TemplateButton {
  @IsKeyword('voice_call')
  readonly sub_type: 'voice_call';

  /** The button's place in the template, 0 to 9; Meta's sample leaves it out. */
  @IsOptional()
  @IsWhole(0, 9)
  readonly index?: number | string;

  /** How long it works, and what comes back with the call. */
  @IsOptional()
  @ArrayMaxSize(2)
  @NestedList(callParameters)
  readonly parameters?: readonly CallParameter[];
}

/**
 * The buttons that take parameters, by `sub_type`. Others, such as those that ask for a call or for contact details,
 * are left out when sending.
 */
export const templateButtons = variants('sub_type', {
  quick_reply: QuickReplyButton,
  url: UrlTemplateButton,
  copy_code: CopyCodeButton,
  flow: FlowButton,
  catalog: CatalogButton,
  mpm: ProductsButton,
  order_details: OrderDetailsButton,
  voice_call: VoiceCallButton,
});
