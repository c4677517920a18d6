import { MessageEnvelope } from './envelope.dto.js';
import {
  AudioMessage,
  ContactsMessage,
  DocumentMessage,
  ImageMessage,
  InteractiveMessage,
  LocationMessage,
  ReactionMessage,
  StickerMessage,
  TemplateMessage,
  TextMessage,
  VideoMessage,
} from './message.dto.js';
import { variants, type ObjectOf } from './validation/shape.js';

/** Every kind of message, by its `type`. */
export const messageKinds = variants(
  'type',
  {
    text: TextMessage,
    image: ImageMessage,
    video: VideoMessage,
    audio: AudioMessage,
    document: DocumentMessage,
    sticker: StickerMessage,
    location: LocationMessage,
    contacts: ContactsMessage,
    reaction: ReactionMessage,
    interactive: InteractiveMessage,
    template: TemplateMessage,
  },
  MessageEnvelope,
);

/**
 * What a caller wants delivered: Meta's message object, told apart by `type`
 * (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages, read November 2026).
 */
export type Message = ObjectOf<typeof messageKinds>;
