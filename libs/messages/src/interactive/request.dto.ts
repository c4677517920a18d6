import { IsIn, IsOptional, Length, MaxLength, MinLength } from 'class-validator';
import { AddressErrors, AddressValues } from '../content/address.dto.js';
import { IsWhole } from '../fields/is-numeric.decorator.js';
import { Nested, NestedList } from '../validation/nested.decorator.js';
import { Forbids } from '../validation/rules.decorator.js';
import { interactiveHeaders, type InteractiveHeader } from './header.dto.js';
import { InteractiveBody, InteractiveFooter } from './parts.dto.js';

/** The button that sends a location. */
export class LocationRequestAction {
  @IsIn(['send_location'])
  readonly name: 'send_location';
}

/**
 * Asks where the recipient is
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-request-messages).
 */
export class LocationRequestInteractive {
  @IsIn(['location_request_message'])
  readonly type: 'location_request_message';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @Nested(LocationRequestAction)
  readonly action: LocationRequestAction;
}

/** An address that the recipient gave before. */
export class SavedAddress {
  /** Comes back if the recipient chooses it. */
  @MinLength(1)
  readonly id: string;

  @Nested(AddressValues)
  readonly value: AddressValues;
}

/** What the form for the address begins with. */
export class AddressParameters {
  /** Always `IN`: Meta offers it to Indian businesses and numbers only. */
  @IsIn(['IN'])
  readonly country: 'IN';

  /** What the form is filled with. */
  @IsOptional()
  @Nested(AddressValues)
  readonly values?: AddressValues;

  /** Addresses to choose from. */
  @IsOptional()
  @NestedList(SavedAddress)
  readonly saved_addresses?: readonly SavedAddress[];

  /** What was wrong with the former answer; the form cannot be sent before it is corrected. */
  @IsOptional()
  @Nested(AddressErrors)
  readonly validation_errors?: AddressErrors;
}

/** The button that opens the form. */
export class AddressAction {
  @IsIn(['address_message'])
  readonly name: 'address_message';

  @Nested(AddressParameters)
  readonly parameters: AddressParameters;
}

/**
 * Asks for an address in India
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages).
 */
export class AddressInteractive {
  @IsIn(['address_message'])
  readonly type: 'address_message';

  /** A line of text, an image, a video or a document above the body. */
  @IsOptional()
  @Nested(interactiveHeaders)
  readonly header?: InteractiveHeader;

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @IsOptional()
  @Nested(InteractiveFooter)
  readonly footer?: InteractiveFooter;

  @Nested(AddressAction)
  readonly action: AddressAction;
}

/** How the button to call is shown. */
export class VoiceCallParameters {
  /** What the button says: 1 to 20 characters; `Call Now` if left out. */
  @IsOptional()
  @Length(1, 20)
  readonly display_text?: string;

  /** How long the button works: 1 to 43200 minutes; 10080 if left out. */
  @IsOptional()
  @IsWhole(1, 43_200)
  readonly ttl_minutes?: number | string;

  /** Comes back with the call, at most 512 characters. */
  @IsOptional()
  @MaxLength(512)
  readonly payload?: string;
}

/** The button to call. */
export class VoiceCallAction {
  @IsIn(['voice_call'])
  readonly name: 'voice_call';

  @IsOptional()
  @Nested(VoiceCallParameters)
  readonly parameters?: VoiceCallParameters;
}

/**
 * A text with a button to call the business
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-button-messages-deep-links).
 */
export class VoiceCallInteractive {
  @IsIn(['voice_call'])
  readonly type: 'voice_call';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @Nested(VoiceCallAction)
  readonly action: VoiceCallAction;
}

/** The request itself. */
export class CallPermissionAction {
  @IsIn(['call_permission_request'])
  readonly name: 'call_permission_request';
}

/**
 * Asks whether the business may call: once in 24 hours and twice in seven days per recipient
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/user-call-permissions).
 */
@Forbids('header', 'a request for permission to call has no header.')
@Forbids('footer', 'a request for permission to call has no footer.')
export class CallPermissionInteractive {
  @IsIn(['call_permission_request'])
  readonly type: 'call_permission_request';

  @IsOptional()
  @Nested(InteractiveBody)
  readonly body?: InteractiveBody;

  @Nested(CallPermissionAction)
  readonly action: CallPermissionAction;
}

/** The request itself. */
export class ContactInfoAction {
  @IsIn(['request_contact_info'])
  readonly name: 'request_contact_info';
}

/**
 * Asks a recipient who is known by a user id only for the phone number
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids).
 */
export class ContactInfoInteractive {
  @IsIn(['request_contact_info'])
  readonly type: 'request_contact_info';

  @Nested(InteractiveBody)
  readonly body: InteractiveBody;

  @Nested(ContactInfoAction)
  readonly action: ContactInfoAction;
}
