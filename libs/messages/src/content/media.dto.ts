import { IsOptional, MaxLength, MinLength } from 'class-validator';
import { IsSwitch } from '../fields/is-switch.decorator.js';
import { IsWebLink } from '../fields/is-web-link.decorator.js';
import { ExactlyOneOf, Forbids } from '../validation/rules.decorator.js';

const NO_FILENAME = 'only documents have a file name.';

/**
 * A file: one that was uploaded, by its id, or one that anybody can fetch, by its link; never both
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media).
 */
@ExactlyOneOf('id', 'link')
export class MediaFile {
  /**
   * The id that the upload gave.
   * @example '1166846181421424'
   */
  @IsOptional()
  @MinLength(1)
  readonly id?: string;

  /** An http or https address, whose server must tell the right content type. */
  @IsOptional()
  @IsWebLink()
  readonly link?: string;
}

/** An image in JPEG or PNG. */
@Forbids('filename', NO_FILENAME)
export class ImageContent extends MediaFile {
  /** Text below the image, at most 1024 characters. */
  @IsOptional()
  @MaxLength(1024)
  readonly caption?: string;
}

/** A video in MP4 or 3GP, with H.264 and AAC. */
@Forbids('filename', NO_FILENAME)
export class VideoContent extends MediaFile {
  /** Text below the video, at most 1024 characters. */
  @IsOptional()
  @MaxLength(1024)
  readonly caption?: string;
}

/** A sound. It has neither caption nor file name. */
@Forbids('caption', 'audio has no caption.')
@Forbids('filename', NO_FILENAME)
export class AudioContent extends MediaFile {
  /** Shows it as a voice note, which must be OGG with OPUS, mono; `true` and `false` may be given as text. */
  @IsOptional()
  @IsSwitch()
  readonly voice?: boolean;
}

/** A document of any kind that WhatsApp takes. */
export class DocumentContent extends MediaFile {
  /** Text below the document, at most 1024 characters. */
  @IsOptional()
  @MaxLength(1024)
  readonly caption?: string;

  /**
   * The name that the recipient sees, with its extension, which decides the icon.
   * @example invoice-42.pdf
   */
  @IsOptional()
  @MinLength(1)
  readonly filename?: string;
}

/** A sticker in WebP, 512 by 512 pixels. It has neither caption nor file name. */
@Forbids('caption', 'a sticker has no caption.')
@Forbids('filename', NO_FILENAME)
export class StickerContent extends MediaFile {}

/** An image or a video in a header, which has no caption. */
@Forbids('caption', 'a header has no caption; use the body.')
@Forbids('filename', NO_FILENAME)
export class HeaderFile extends MediaFile {}

/** A document in a header, which has no caption. */
@Forbids('caption', 'a header has no caption; use the body.')
export class HeaderDocumentFile extends MediaFile {
  /** The name that the recipient sees, with its extension. */
  @IsOptional()
  @MinLength(1)
  readonly filename?: string;
}
