import {
  ArrayMinSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { IsExpiration } from '../fields/is-expiration.decorator.js';
import { IsWebLink } from '../fields/is-web-link.decorator.js';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Amount, DescribedAmount, Discount } from './amount.dto.js';

/** A picture of an item, in JPEG or PNG. */
export class ItemImage {
  /** An http or https address that anybody can fetch. */
  @IsWebLink()
  readonly link: string;
}

/** Where the importer of an item sits. */
export class ImporterAddress {
  @IsOptional()
  @IsString()
  readonly address_line1?: string;

  @IsOptional()
  @IsString()
  readonly address_line2?: string;

  @IsOptional()
  @IsString()
  readonly city?: string;

  /** The two letters of the state. */
  @IsOptional()
  @IsString()
  readonly zone_code?: string;

  @IsOptional()
  @IsString()
  readonly postal_code?: string;

  /** The two letters of the country. */
  @IsOptional()
  @IsString()
  readonly country_code?: string;
}

/** One line of an order. */
export class OrderItem {
  /** The product's id in the catalog. */
  @IsOptional()
  @IsString()
  readonly retailer_id?: string;

  /** 1 to 60 characters. */
  @Length(1, 60)
  readonly name: string;

  @IsOptional()
  @Nested(ItemImage)
  readonly image?: ItemImage;

  /** The price of one. */
  @Nested(Amount)
  readonly amount: Amount;

  /** The reduced price of one; the subtotal counts this one if it is there. */
  @IsOptional()
  @Nested(Amount)
  readonly sale_amount?: Amount;

  /** How many. */
  @IsInt()
  @Min(1)
  readonly quantity: number;

  /** Required in India where the order names no catalog, as are the importer's name and address. */
  @IsOptional()
  @IsString()
  readonly country_of_origin?: string;

  @IsOptional()
  @IsString()
  readonly importer_name?: string;

  @IsOptional()
  @Nested(ImporterAddress)
  readonly importer_address?: ImporterAddress;
}

/** When an order can no longer be paid. */
export class OrderExpiration {
  /** Seconds since 1970 in UTC, as text or as a number, at least 300 seconds ahead. */
  @IsExpiration(300)
  readonly timestamp: string | number;

  /** What the payer reads then, at most 120 characters. */
  @IsOptional()
  @MaxLength(120)
  readonly description?: string;
}

/** What is to be paid. */
export class Order {
  /** A new order is `pending`. */
  @IsIn(['pending'])
  readonly status: 'pending';

  /** `quick_pay` leaves out the review. */
  @IsOptional()
  @IsIn(['quick_pay'])
  readonly type?: 'quick_pay';

  /** At least one. */
  @ArrayMinSize(1)
  @NestedList(OrderItem)
  readonly items: readonly OrderItem[];

  @Nested(Amount)
  readonly subtotal: Amount;

  @Nested(DescribedAmount)
  readonly tax: DescribedAmount;

  @IsOptional()
  @Nested(DescribedAmount)
  readonly shipping?: DescribedAmount;

  @IsOptional()
  @Nested(Discount)
  readonly discount?: Discount;

  /** The Facebook catalog that the items are from. */
  @IsOptional()
  @IsString()
  readonly catalog_id?: string;

  @IsOptional()
  @Nested(OrderExpiration)
  readonly expiration?: OrderExpiration;
}
