import { IsIn, IsOptional, Length, Matches, MaxLength, MinLength } from 'class-validator';
import { IsPhone } from './fields/is-phone.decorator.js';
import { Nested } from './validation/nested.decorator.js';
import { AtLeastOneOf } from './validation/rules.decorator.js';

type WhatsApp = 'whatsapp';
type Individual = 'individual';

/** The earlier message of the chat that this one answers. */
export class MessageContext {
  /**
   * Meta's id of the message replied to, `wamid.…`: the gateway shows it as `wamid`, and its own ids (`msg_…`, `in_…`)
   * do not do. WhatsApp shows the message as a quotation, except above templates.
   * @example wamid.HBgMOTE5ODc2NTAwMDAxFQIAERgSNDJBRjYyQkE4RjY3QjA0RkQzAA==
   */
  @Length(1, 128)
  readonly message_id: string;
}

/**
 * What every message says beside its content
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages, read November 2026).
 */
@AtLeastOneOf('to', 'recipient')
export class MessageEnvelope {
  /** Always `whatsapp`. */
  @IsOptional()
  @IsIn(['whatsapp'])
  readonly messaging_product?: WhatsApp = 'whatsapp';

  /** Always `individual`: groups are addressed by an id of their own, which no provider here documents. */
  @IsOptional()
  @IsIn(['individual'])
  readonly recipient_type?: Individual = 'individual';

  /**
   * The recipient's phone number with its country code. With or without `+`; spaces, dashes and parentheses may stand
   * anywhere; kept as `+` and digits. Nothing is guessed: national forms are refused.
   * @example +919876500001
   */
  @IsOptional()
  @IsPhone()
  readonly to?: string;

  /**
   * The recipient's business-scoped user id, where the phone number is not known: `US.13491208655302741918`, or
   * `US.ENT.…` for that of a parent business. If `to` is there too, `to` counts. Meta refuses it for authentication
   * templates with a one-tap, zero-tap or copy-code button.
   * @example IN.13491208655302741918
   */
  @IsOptional()
  @Matches(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, {
    message:
      '`recipient` must be a business-scoped user id, such as US.13491208655302741918; a phone number belongs in `to`.',
  })
  readonly recipient?: string;

  /** A text of your own that comes back in the callbacks about this message, at most 512 characters. */
  @IsOptional()
  @MaxLength(512)
  readonly biz_opaque_callback_data?: string;

  /**
   * Delivers the message only while the recipient's identity still has this hash; it fails with Meta's code 137000
   * otherwise.
   */
  @IsOptional()
  @MinLength(1)
  readonly recipient_identity_key_hash?: string;
}

/** What every message but a reaction says beside its content. */
export class ReplyEnvelope extends MessageEnvelope {
  /** Makes this message a reply. */
  @IsOptional()
  @Nested(MessageContext)
  readonly context?: MessageContext;
}
