import { IsIn, IsOptional, Length, Matches, MinLength } from 'class-validator';
import { LocationContent } from '../content/content.dto.js';
import { HeaderDocumentFile, HeaderFile } from '../content/media.dto.js';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { CatalogProduct } from '../interactive/product.dto.js';
import { Nested } from '../validation/nested.decorator.js';
import { variants, type ObjectOf } from '../validation/shape.js';

const PARAMETER_NAME = /^[a-z0-9_]{1,512}$/;

/** Text for a variable of the header. */
export class HeaderTextParameter {
  @IsIn(['text'])
  readonly type: 'text';

  /** The variable's name, where the template names its variables. */
  @IsOptional()
  @Matches(PARAMETER_NAME, {
    message: '`parameter_name` must be lower-case letters, digits and "_".',
  })
  readonly parameter_name?: string;

  /** 1 to 60 characters; Meta refuses an empty one. */
  @Length(1, 60)
  readonly text: string;
}

/** The image of the header. */
export class ImageParameter {
  @IsIn(['image'])
  readonly type: 'image';

  @Nested(HeaderFile)
  readonly image: HeaderFile;
}

/** The video of the header. */
export class VideoParameter {
  @IsIn(['video'])
  readonly type: 'video';

  @Nested(HeaderFile)
  readonly video: HeaderFile;
}

/** The animation of the header, an MP4 of at most 3.5 MB; only for marketing messages through Meta's own API for them. */
export class GifParameter {
  @IsIn(['gif'])
  readonly type: 'gif';

  @Nested(HeaderFile)
  readonly gif: HeaderFile;
}

/** The PDF of the header. */
export class DocumentParameter {
  @IsIn(['document'])
  readonly type: 'document';

  @Nested(HeaderDocumentFile)
  readonly document: HeaderDocumentFile;
}

/** The place of the header. */
export class LocationParameter {
  @IsIn(['location'])
  readonly type: 'location';

  @Nested(LocationContent)
  readonly location: LocationContent;
}

/** The product of the header. */
export class ProductParameter {
  @IsIn(['product'])
  readonly type: 'product';

  @Nested(CatalogProduct)
  readonly product: CatalogProduct;
}

/** What the header of a template may need. */
export const headerParameters = variants('type', {
  text: HeaderTextParameter,
  image: ImageParameter,
  video: VideoParameter,
  gif: GifParameter,
  document: DocumentParameter,
  location: LocationParameter,
  product: ProductParameter,
});

/** What the header of a template needs. */
export type HeaderParameter = ObjectOf<typeof headerParameters>;

/** Text for a variable of the body. */
export class BodyTextParameter {
  @IsIn(['text'])
  readonly type: 'text';

  /** The variable's name, where the template names its variables. */
  @IsOptional()
  @Matches(PARAMETER_NAME, {
    message: '`parameter_name` must be lower-case letters, digits and "_".',
  })
  readonly parameter_name?: string;

  /**
   * 1 to 32768 characters; Meta refuses an empty one. The whole body may have 32768 where the template has nothing
   * else, 600 beside a limited-time offer, and 1024 otherwise.
   */
  @Length(1, 32_768)
  readonly text: string;
}

/** A sum of money, written the recipient's way. */
export class CurrencyValue {
  /** What is shown where it cannot be written the recipient's way. */
  @MinLength(1)
  readonly fallback_value: string;

  /**
   * The three letters of ISO 4217.
   * @example USD
   */
  @Matches(/^[A-Z]{3}$/, {
    message: '`code` must be the three capital letters of a currency, such as USD.',
  })
  readonly code: string;

  /** The amount times 1000, as a number or as text. */
  @IsWhole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  readonly amount_1000: number | string;
}

/** A sum of money for a variable of the body. */
export class CurrencyParameter {
  @IsIn(['currency'])
  readonly type: 'currency';

  @Nested(CurrencyValue)
  readonly currency: CurrencyValue;
}

/** A day or time. */
export class DateTimeValue {
  /** What is shown. */
  @MinLength(1)
  readonly fallback_value: string;
}

/** A day or time for a variable of the body. */
export class DateTimeParameter {
  @IsIn(['date_time'])
  readonly type: 'date_time';

  @Nested(DateTimeValue)
  readonly date_time: DateTimeValue;
}

/** The group that a template invites to. */
export class GroupParameter {
  @IsIn(['group_id'])
  readonly type: 'group_id';

  /** The group's id at Meta. */
  @MinLength(1)
  readonly group_id: string;
}

/** What the body of a template may need. */
export const bodyParameters = variants('type', {
  text: BodyTextParameter,
  currency: CurrencyParameter,
  date_time: DateTimeParameter,
  group_id: GroupParameter,
});

/** What the body of a template needs. */
export type BodyParameter = ObjectOf<typeof bodyParameters>;
