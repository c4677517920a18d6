import { ArrayMaxSize, ArrayMinSize, IsIn } from 'class-validator';
import { ContactCard } from './content/contact.dto.js';
import { LocationContent, ReactionContent, TextContent } from './content/content.dto.js';
import {
  AudioContent,
  DocumentContent,
  ImageContent,
  StickerContent,
  VideoContent,
} from './content/media.dto.js';
import { MessageEnvelope, ReplyEnvelope } from './envelope.dto.js';
import { interactiveKinds, type Interactive } from './interactive/interactive-kinds.js';
import { TemplateContent } from './template/template.dto.js';
import { Nested, NestedList } from './validation/nested.decorator.js';
import { Forbids } from './validation/rules.decorator.js';

/** A text. */
export class TextMessage extends ReplyEnvelope {
  @IsIn(['text'])
  readonly type: 'text';

  @Nested(TextContent)
  readonly text: TextContent;
}

/** An image. */
export class ImageMessage extends ReplyEnvelope {
  @IsIn(['image'])
  readonly type: 'image';

  @Nested(ImageContent)
  readonly image: ImageContent;
}

/** A video. */
export class VideoMessage extends ReplyEnvelope {
  @IsIn(['video'])
  readonly type: 'video';

  @Nested(VideoContent)
  readonly video: VideoContent;
}

/** A sound or a voice note. */
export class AudioMessage extends ReplyEnvelope {
  @IsIn(['audio'])
  readonly type: 'audio';

  @Nested(AudioContent)
  readonly audio: AudioContent;
}

/** A document. */
export class DocumentMessage extends ReplyEnvelope {
  @IsIn(['document'])
  readonly type: 'document';

  @Nested(DocumentContent)
  readonly document: DocumentContent;
}

/** A sticker. */
export class StickerMessage extends ReplyEnvelope {
  @IsIn(['sticker'])
  readonly type: 'sticker';

  @Nested(StickerContent)
  readonly sticker: StickerContent;
}

/** A place. */
export class LocationMessage extends ReplyEnvelope {
  @IsIn(['location'])
  readonly type: 'location';

  @Nested(LocationContent)
  readonly location: LocationContent;
}

/** Contacts' cards. */
export class ContactsMessage extends ReplyEnvelope {
  @IsIn(['contacts'])
  readonly type: 'contacts';

  /** 1 to 257; another of Meta's descriptions allows 5. */
  @ArrayMinSize(1)
  @ArrayMaxSize(257)
  @NestedList(ContactCard)
  readonly contacts: readonly ContactCard[];
}

/** A reaction to an earlier message. It cannot be a reply. */
@Forbids('context', 'a reaction names its message in `reaction.message_id`.')
export class ReactionMessage extends MessageEnvelope {
  @IsIn(['reaction'])
  readonly type: 'reaction';

  @Nested(ReactionContent)
  readonly reaction: ReactionContent;
}

/** A message that the recipient can act upon. */
export class InteractiveMessage extends ReplyEnvelope {
  @IsIn(['interactive'])
  readonly type: 'interactive';

  /** What can be acted upon; its own `type` tells which kind it is. */
  @Nested(interactiveKinds)
  readonly interactive: Interactive;
}

/** A template that Meta approved; the only kind that may begin a conversation. */
export class TemplateMessage extends ReplyEnvelope {
  @IsIn(['template'])
  readonly type: 'template';

  @Nested(TemplateContent)
  readonly template: TemplateContent;
}
