import { ArrayMaxSize, ArrayMinSize, IsIn, IsInt, Max, Min, MinLength } from 'class-validator';
import { IsKeyword } from '../fields/is-keyword.decorator.js';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { IsWebLink } from '../fields/is-web-link.decorator.js';
import { OrderStatus } from '../order/order-status.dto.js';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Rule } from '../validation/rule.decorator.js';
import { Unique } from '../validation/rules.decorator.js';
import { variants, type ObjectOf } from '../validation/shape.js';
import { templateButtons } from './button.dto.js';
import {
  bodyParameters,
  headerParameters,
  type BodyParameter,
  type HeaderParameter,
} from './parameter.dto.js';
import { cardTextFits } from './template.rules.js';

/** The variable or the file of the header. */
export class HeaderComponent {
  /** Always `header`, in any case. */
  @IsKeyword('header')
  readonly type: 'header';

  /** Exactly one. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(headerParameters)
  readonly parameters: readonly HeaderParameter[];
}

/** The variables of the body. */
export class BodyComponent {
  /** Always `body`, in any case. */
  @IsKeyword('body')
  readonly type: 'body';

  /** By order, or all of them by name. */
  @NestedList(bodyParameters)
  readonly parameters: readonly BodyParameter[];
}

/** The state of an order. */
export class OrderStatusParameter {
  @IsIn(['order_status'])
  readonly type: 'order_status';

  @Nested(OrderStatus)
  readonly order_status: OrderStatus;
}

/** What became of an order. */
export class OrderStatusComponent {
  /** Always `order_status`, in any case. */
  @IsKeyword('order_status')
  readonly type: 'order_status';

  /** Exactly one. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(OrderStatusParameter)
  readonly parameters: readonly OrderStatusParameter[];
}

/** When an offer ends. */
export class OfferEnd {
  /** Milliseconds since 1970, as a number or as text. */
  @IsWhole(0, Number.MAX_SAFE_INTEGER)
  readonly expiration_time_ms: number | string;
}

/** When an offer ends. */
export class OfferParameter {
  @IsIn(['limited_time_offer'])
  readonly type: 'limited_time_offer';

  @Nested(OfferEnd)
  readonly limited_time_offer: OfferEnd;
}

/** An offer that ends. The button that opens a page has index 1 if there is one that copies a code, else 0. */
export class OfferComponent {
  /** Always `limited_time_offer`, in any case. */
  @IsKeyword('limited_time_offer')
  readonly type: 'limited_time_offer';

  /** Exactly one. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(OfferParameter)
  readonly parameters: readonly OfferParameter[];
}

/** A page that the whole message opens. */
export class TapTarget {
  /** An http or https address. */
  @IsWebLink()
  readonly url: string;

  /** What the button says. */
  @MinLength(1)
  readonly title: string;
}

/** The page that the whole message opens. */
export class TapTargetParameter {
  @IsIn(['tap_target_configuration'])
  readonly type: 'tap_target_configuration';

  /** At least one. */
  @ArrayMinSize(1)
  @NestedList(TapTarget)
  readonly tap_target_configuration: readonly TapTarget[];
}

/** Makes the whole message open a page; for verified businesses of high quality. */
export class TapTargetComponent {
  /** Always `tap_target_configuration`, in any case. */
  @IsKeyword('tap_target_configuration')
  readonly type: 'tap_target_configuration';

  /** Exactly one. */
  @ArrayMinSize(1)
  @ArrayMaxSize(1)
  @NestedList(TapTargetParameter)
  readonly parameters: readonly TapTargetParameter[];
}

const cardComponents = variants('type', {
  header: HeaderComponent,
  body: BodyComponent,
  button: templateButtons,
});

/** The header, the body or a button of a card. */
export type CardComponent = ObjectOf<typeof cardComponents>;

/** A card of a carousel template. */
@Rule('the text of a card fits', cardTextFits)
export class TemplateCard {
  /** The place of the card, from 0; unique. */
  @IsInt()
  @Min(0)
  @Max(9)
  readonly card_index: number;

  /** The card's header, body (of at most 160 characters) and buttons. */
  @ArrayMinSize(1)
  @NestedList(cardComponents)
  readonly components: readonly CardComponent[];
}

/** The cards of a carousel template. */
@Unique('cards[].card_index', 'card_index')
export class CarouselComponent {
  /** Always `carousel`, in any case. */
  @IsKeyword('carousel')
  readonly type: 'carousel';

  /** Two to ten, exactly as many as the template was approved with. */
  @ArrayMinSize(2)
  @ArrayMaxSize(10)
  @NestedList(TemplateCard)
  readonly cards: readonly TemplateCard[];
}

/** The parts of a template that take parameters, by `type`, and buttons by `sub_type` as well. */
export const templateComponents = variants('type', {
  header: HeaderComponent,
  body: BodyComponent,
  button: templateButtons,
  order_status: OrderStatusComponent,
  limited_time_offer: OfferComponent,
  carousel: CarouselComponent,
  tap_target_configuration: TapTargetComponent,
});

/** A part of a template that takes parameters. */
export type TemplateComponent = ObjectOf<typeof templateComponents>;
