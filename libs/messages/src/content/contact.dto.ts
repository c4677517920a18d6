import { IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';

/** How a contact is called. */
export class ContactName {
  /** The whole name, as it is shown. */
  @MinLength(1)
  readonly formatted_name: string;

  /** One of Meta's pages wants one more part of the name beside the whole of it, another does not. */
  @IsOptional()
  @IsString()
  readonly first_name?: string;

  @IsOptional()
  @IsString()
  readonly last_name?: string;

  @IsOptional()
  @IsString()
  readonly middle_name?: string;

  /** Such as `Esq.` */
  @IsOptional()
  @IsString()
  readonly suffix?: string;

  /** Such as `Dr.` */
  @IsOptional()
  @IsString()
  readonly prefix?: string;
}

/** A phone number of a contact. */
export class ContactPhone {
  /** The number, shown as it is written here. */
  @IsOptional()
  @IsString()
  readonly phone?: string;

  /** Such as `WORK`, `HOME` or `CELL`. */
  @IsOptional()
  @IsString()
  readonly type?: string;

  /** The WhatsApp id: digits only. Without it, the recipient is offered to invite the contact instead. */
  @IsOptional()
  @IsString()
  readonly wa_id?: string;
}

/** An e-mail address of a contact. */
export class ContactEmail {
  @IsOptional()
  @IsString()
  readonly email?: string;

  /** Such as `WORK` or `HOME`. */
  @IsOptional()
  @IsString()
  readonly type?: string;
}

/** A postal address of a contact. */
export class ContactAddress {
  @IsOptional()
  @IsString()
  readonly street?: string;

  @IsOptional()
  @IsString()
  readonly city?: string;

  @IsOptional()
  @IsString()
  readonly state?: string;

  @IsOptional()
  @IsString()
  readonly zip?: string;

  @IsOptional()
  @IsString()
  readonly country?: string;

  /** The two letters of ISO 3166. */
  @IsOptional()
  @IsString()
  readonly country_code?: string;

  /** Such as `WORK` or `HOME`. */
  @IsOptional()
  @IsString()
  readonly type?: string;
}

/** A web site of a contact. */
export class ContactUrl {
  @IsOptional()
  @IsString()
  readonly url?: string;

  /** Such as `WORK` or `HOME`. */
  @IsOptional()
  @IsString()
  readonly type?: string;
}

/** Where a contact works. */
export class ContactOrganization {
  @IsOptional()
  @IsString()
  readonly company?: string;

  @IsOptional()
  @IsString()
  readonly department?: string;

  /** The contact's position. */
  @IsOptional()
  @IsString()
  readonly title?: string;
}

/** A contact's card. */
export class ContactCard {
  @Nested(ContactName)
  readonly name: ContactName;

  /** The contact's phone numbers. */
  @IsOptional()
  @NestedList(ContactPhone)
  readonly phones?: readonly ContactPhone[];

  /** The contact's e-mail addresses. */
  @IsOptional()
  @NestedList(ContactEmail)
  readonly emails?: readonly ContactEmail[];

  /** The contact's postal addresses. */
  @IsOptional()
  @NestedList(ContactAddress)
  readonly addresses?: readonly ContactAddress[];

  /** The contact's web sites. */
  @IsOptional()
  @NestedList(ContactUrl)
  readonly urls?: readonly ContactUrl[];

  @IsOptional()
  @Nested(ContactOrganization)
  readonly org?: ContactOrganization;

  /**
   * As `YYYY-MM-DD`.
   * @example 2001-09-09
   */
  @IsOptional()
  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, {
    message: '`birthday` must be a day as YYYY-MM-DD.',
  })
  readonly birthday?: string;
}
