import { IsOptional, IsString, Length } from 'class-validator';
import { IsEmojiOrEmpty } from '../fields/is-emoji.decorator.js';
import { IsNumeric } from '../fields/is-numeric.decorator.js';
import { IsSwitch } from '../fields/is-switch.decorator.js';

/** Text, with a preview of its first link if wanted. */
export class TextContent {
  /**
   * The text, 1 to 4096 characters.
   * @example Your parcel is on its way.
   */
  @Length(1, 4096)
  readonly body: string;

  /**
   * Shows a preview of the first link, which must be http or https and name a host, not an address; `true` and
   * `false` may be given as text.
   */
  @IsOptional()
  @IsSwitch()
  readonly preview_url?: boolean;
}

/** A place on the map. */
export class LocationContent {
  /**
   * Degrees north, as a number or as text.
   * @example 12.9716
   */
  @IsNumeric(-90, 90)
  readonly latitude: number | string;

  /**
   * Degrees east, as a number or as text.
   * @example 77.5946
   */
  @IsNumeric(-180, 180)
  readonly longitude: number | string;

  /** What the place is called. One of Meta's pages calls it required, another does not. */
  @IsOptional()
  @IsString()
  readonly name?: string;

  /** The postal address, shown only where there is a name. */
  @IsOptional()
  @IsString()
  readonly address?: string;
}

/** An emoji on an earlier message of the chat. Of its statuses only `sent` is ever told. */
export class ReactionContent {
  /**
   * Meta's id of the message to react to, `wamid.…`: the gateway shows it as `wamid`, and its own ids (`msg_…`, `in_…`)
   * do not do. The message is at most 30 days old, and no reaction itself.
   */
  @Length(1, 128)
  readonly message_id: string;

  /**
   * One emoji; an empty text takes the reaction back.
   * @example 👍
   */
  @IsEmojiOrEmpty()
  readonly emoji: string;
}
