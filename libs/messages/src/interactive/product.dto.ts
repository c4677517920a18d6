import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, Length, MinLength } from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { AtMostInAll, Forbids, TitledUnlessAlone } from '../validation/rules.decorator.js';
import { TextHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** A product of a catalog. */
export class CatalogProduct {
  /** The catalog's id at Meta; it must be connected to the sender. */
  @MinLength(1)
  readonly catalog_id: string;

  /** The product's id in the catalog. */
  @MinLength(1)
  readonly product_retailer_id: string;
}

/**
 * One product, which is its own header
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/catalogs/sell-products-and-services/share-products).
 */
@Forbids('header', 'the product is the header.')
export class ProductInteractive {
  @IsIn(['product'])
  readonly type: 'product';

  @IsOptional()
  @Nested(InteractiveBody)
  readonly body?: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(CatalogProduct)
  readonly action: CatalogProduct;
}

/** A product of the catalog that the message names. */
export class ProductItem {
  /** The product's id in the catalog. */
  @MinLength(1)
  readonly product_retailer_id: string;
}

/** Products that belong together. */
export class ProductSection {
  /** 1 to 24 characters; required where there is more than one section. */
  @IsOptional()
  @Length(1, 24)
  readonly title?: string;

  /** At least one; at most 30 in all sections together. */
  @ArrayMinSize(1)
  @NestedList(ProductItem)
  readonly product_items: readonly ProductItem[];
}

/** Products of one catalog. */
@TitledUnlessAlone('sections')
@AtMostInAll('sections[].product_items[]', 30, 'products')
export class ProductListAction {
  /** The catalog's id at Meta; it must be connected to the sender. */
  @MinLength(1)
  readonly catalog_id: string;

  /** One to ten. */
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @NestedList(ProductSection)
  readonly sections: readonly ProductSection[];
}

/** Up to 30 products of one catalog. */
export class ProductListInteractive {
  @IsIn(['product_list'])
  readonly type: 'product_list';

  /** Text, and required. */
  @Nested(TextHeader)
  readonly header: TextHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(ProductListAction)
  readonly action: ProductListAction;
}

/** Which product's picture stands for the catalog. */
export class CatalogThumbnail {
  /** The product's id in the catalog; the first product if left out. */
  @IsOptional()
  @MinLength(1)
  readonly thumbnail_product_retailer_id?: string;
}

/** The button that opens the catalog. */
export class CatalogAction {
  @IsIn(['catalog_message'])
  readonly name: 'catalog_message';

  @IsOptional()
  @Nested(CatalogThumbnail)
  readonly parameters?: CatalogThumbnail;
}

/** A text with a button that opens the catalog. */
export class CatalogInteractive {
  @IsIn(['catalog_message'])
  readonly type: 'catalog_message';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(CatalogAction)
  readonly action: CatalogAction;
}
