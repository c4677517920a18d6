import { IsIn, IsOptional, Matches, MinLength } from 'class-validator';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Rule } from '../validation/rule.decorator.js';
import { templateComponents, type TemplateComponent } from './component.dto.js';
import { bodyFits, buttonsFit, namesAreNotMixed, offerButtonIsInPlace } from './template.rules.js';

/** The language that a template was approved in. */
export class TemplateLanguage {
  /**
   * The language, with or without a region.
   * @example en_US
   */
  @MinLength(1)
  readonly code: string;

  /** Always `deterministic`; older pages of Meta's require it, newer samples leave it out. */
  @IsOptional()
  @IsIn(['deterministic'])
  readonly policy?: 'deterministic';
}

/**
 * A template that Meta approved, with values for its variables
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages).
 */
@Rule('names are not mixed', namesAreNotMixed)
@Rule('the body fits', bodyFits)
@Rule('the buttons fit', buttonsFit)
@Rule("the offer's button is in its place", offerButtonIsInPlace)
export class TemplateContent {
  /**
   * 1 to 512 lower-case letters, digits and `_`.
   * @example seasonal_offer
   */
  @Matches(/^[a-z0-9_]{1,512}$/, {
    message: '`name` must be 1 to 512 lower-case letters, digits and "_".',
  })
  readonly name: string;

  @Nested(TemplateLanguage)
  readonly language: TemplateLanguage;

  /** Of the times before the Cloud API; Gupshup still takes it. */
  @IsOptional()
  @MinLength(1)
  readonly namespace?: string;

  /** Only what takes parameters. */
  @IsOptional()
  @NestedList(templateComponents)
  readonly components?: readonly TemplateComponent[];
}
