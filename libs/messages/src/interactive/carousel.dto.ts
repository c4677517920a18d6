import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Rule } from '../validation/rule.decorator.js';
import { Forbids, Same, Unique } from '../validation/rules.decorator.js';
import { variants, variantsByMember, type ObjectOf } from '../validation/shape.js';
import { sameButtons } from './carousel.rules.js';
import { UrlAction } from './cta-url.dto.js';
import { cardHeaders, type CardHeader } from './header.dto.js';
import { InteractiveBody } from './parts.dto.js';
import { CatalogProduct } from './product.dto.js';

/** The text of a card. */
export class CardBody {
  /** 1 to 160 characters with at most two line breaks. */
  @Length(1, 160)
  @Matches(/^[^\n]*(\n[^\n]*){0,2}$/, { message: '`text` must have at most two line breaks.' })
  readonly text: string;
}

/** What a card's button says, and what comes back when it is tapped. */
export class CardReply {
  /** Comes back with the answer, 1 to 256 characters. */
  @Length(1, 256)
  readonly id: string;

  /** What the button says, 1 to 20 characters. */
  @Length(1, 20)
  readonly title: string;
}

/** A card's button that answers. */
export class CardReplyButton {
  @IsIn(['quick_reply'])
  readonly type: 'quick_reply';

  @Nested(CardReply)
  readonly quick_reply: CardReply;
}

/** A card's buttons that answer. */
export class CardReplyAction {
  /** At least one, and as many on every card. */
  @ArrayMinSize(1)
  @NestedList(CardReplyButton)
  readonly buttons: readonly CardReplyButton[];
}

const cardActions = variantsByMember('buttons', CardReplyAction, UrlAction);

/** What a card's buttons do: answer, or open a page. */
export type CardAction = ObjectOf<typeof cardActions>;

/** A card with a picture or video. */
export class MediaCard {
  /** The place of the card, from 0; unique. */
  @IsInt()
  @Min(0)
  @Max(9)
  readonly card_index: number;

  /** `cta_url`, also where the buttons answer. */
  @IsIn(['cta_url'])
  readonly type: 'cta_url';

  /** An image or a video, the same kind on every card. */
  @Nested(cardHeaders)
  readonly header: CardHeader;

  @IsOptional()
  @Nested(CardBody)
  readonly body?: CardBody;

  /** The same kind of buttons on every card. */
  @Nested(cardActions)
  readonly action: CardAction;
}

/** A card with a product. */
export class ProductCard {
  /** The place of the card, from 0; unique. */
  @IsInt()
  @Min(0)
  @Max(9)
  readonly card_index: number;

  @IsIn(['product'])
  readonly type: 'product';

  /** The product, from the same catalog on every card. */
  @Nested(CatalogProduct)
  readonly action: CatalogProduct;
}

const carouselCards = variants('type', { cta_url: MediaCard, product: ProductCard });

/** A card of a carousel. */
export type CarouselCard = ObjectOf<typeof carouselCards>;

/** Cards side by side, all of one kind. */
@Same('cards[].type', 'types of cards')
@Same('cards[].header.type', 'headers of cards')
@Same('cards[].action.catalog_id', 'catalogs of cards')
@Unique('cards[].card_index', 'card_index')
@Rule('the same buttons on every card', sameButtons)
export class CarouselAction {
  /** Two to ten. */
  @ArrayMinSize(2)
  @ArrayMaxSize(10)
  @NestedList(carouselCards)
  readonly cards: readonly CarouselCard[];
}

/**
 * Cards to leaf through, with pictures
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-media-carousel-messages)
 * or with products
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-product-carousel-messages).
 */
@Forbids('header', 'a carousel has none; each card has its own.')
@Forbids('footer', 'a carousel has none.')
export class CarouselInteractive {
  @IsIn(['carousel'])
  readonly type: 'carousel';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @Nested(CarouselAction)
  readonly action: CarouselAction;
}
