import { IsIn, Length } from 'class-validator';
import { HeaderDocumentFile, HeaderFile } from '../content/media.dto.js';
import { Nested } from '../validation/nested.decorator.js';
import { variants, type ObjectOf } from '../validation/shape.js';

/** A line of text above the body. */
export class TextHeader {
  @IsIn(['text'])
  readonly type: 'text';

  /** 1 to 60 characters. */
  @Length(1, 60)
  readonly text: string;
}

/** An image above the body. */
export class ImageHeader {
  @IsIn(['image'])
  readonly type: 'image';

  @Nested(HeaderFile)
  readonly image: HeaderFile;
}

/** A video above the body. */
export class VideoHeader {
  @IsIn(['video'])
  readonly type: 'video';

  @Nested(HeaderFile)
  readonly video: HeaderFile;
}

/** A document above the body. */
export class DocumentHeader {
  @IsIn(['document'])
  readonly type: 'document';

  @Nested(HeaderDocumentFile)
  readonly document: HeaderDocumentFile;
}

/** What may stand above the body. */
export const interactiveHeaders = variants('type', {
  text: TextHeader,
  image: ImageHeader,
  video: VideoHeader,
  document: DocumentHeader,
});

/** What stands above the body. */
export type InteractiveHeader = ObjectOf<typeof interactiveHeaders>;

/** What may stand above the body of a card. */
export const cardHeaders = variants('type', { image: ImageHeader, video: VideoHeader });

/** What stands above the body of a card. */
export type CardHeader = ObjectOf<typeof cardHeaders>;
