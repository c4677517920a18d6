import {
  ArrayMaxSize,
  ArrayMinSize,
  IsIn,
  IsOptional,
  Length,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { IsFreeForm } from '../fields/is-free-form.decorator.js';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { FlowData } from '../interactive/flow.dto.js';
import { CatalogThumbnail, ProductSection } from '../interactive/product.dto.js';
import { OrderDetails } from '../order/order-details.dto.js';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { AtMostInAll, TitledUnlessAlone } from '../validation/rules.decorator.js';

/** What comes back when a quick-reply button is tapped. */
export class QuickReplyParameter {
  @IsIn(['payload'])
  readonly type: 'payload';

  /** Comes back with the answer; the button's label if the parameter is left out. */
  @MinLength(1)
  readonly payload: string;
}

/** The end of a button's address. */
export class UrlSuffixParameter {
  @IsIn(['text'])
  readonly type: 'text';

  /** What is put at the end of the address, which may have 2000 characters in all; for an OTP button, the code. */
  @Length(1, 2000)
  readonly text: string;
}

/** The code that a button copies. */
export class CouponParameter {
  @IsIn(['coupon_code'])
  readonly type: 'coupon_code';

  /** 1 to 20 letters and digits; some of Meta's pages allow 15. */
  @Matches(/^[A-Za-z0-9]{1,20}$/, { message: '`coupon_code` must be 1 to 20 letters and digits.' })
  readonly coupon_code: string;
}

/** What a flow begins with. */
export class FlowButtonAction {
  /** Yours, and told to your flow's endpoint; `unused` if left out. */
  @IsOptional()
  @MinLength(1)
  readonly flow_token?: string;

  /** What the first screen starts with. */
  @IsOptional()
  @IsFreeForm(FlowData)
  readonly flow_action_data?: FlowData;
}

/** What the flow of a button begins with. */
export class FlowParameter {
  @IsIn(['action'])
  readonly type: 'action';

  @Nested(FlowButtonAction)
  readonly action: FlowButtonAction;
}

/** What a catalog button shows. */
export class CatalogParameter {
  @IsIn(['action'])
  readonly type: 'action';

  @Nested(CatalogThumbnail)
  readonly action: CatalogThumbnail;
}

/** Products of the catalog that is connected. */
@TitledUnlessAlone('sections')
@AtMostInAll('sections[].product_items[]', 30, 'products')
export class ProductsAction {
  /** The product whose picture stands for all. */
  @MinLength(1)
  readonly thumbnail_product_retailer_id: string;

  /** One to ten sections with at most 30 products in all. */
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @NestedList(ProductSection)
  readonly sections: readonly ProductSection[];
}

/** What a button to products shows. */
export class ProductsParameter {
  @IsIn(['action'])
  readonly type: 'action';

  @Nested(ProductsAction)
  readonly action: ProductsAction;
}

/** The order that a button opens. */
export class OrderButtonAction {
  @Nested(OrderDetails)
  readonly order_details: OrderDetails;
}

/** The order that a button opens. */
export class OrderDetailsParameter {
  @IsIn(['action'])
  readonly type: 'action';

  @Nested(OrderButtonAction)
  readonly action: OrderButtonAction;
}

/** How long a button to call works. */
export class CallTtlParameter {
  @IsIn(['ttl_minutes'])
  readonly type: 'ttl_minutes';

  /** 1 to 43200. */
  @IsWhole(1, 43_200)
  readonly ttl_minutes: number | string;
}

/** What comes back with a call. */
export class CallPayloadParameter {
  @IsIn(['payload'])
  readonly type: 'payload';

  /** At most 512 characters. */
  @MaxLength(512)
  readonly payload: string;
}
