export type { Actor, ErrorCode, ErrorSource, PauseScope, RetryClass } from './errors/error-code.js';
export type { ErrorEntry } from './errors/error-entry.js';
export { errorDictionary, findError } from './errors/find-error.js';
export { examples, type ExampleName } from './examples/examples.js';
export { ContactCard } from './content/contact.dto.js';
export { LocationContent, ReactionContent, TextContent } from './content/content.dto.js';
export {
  AudioContent,
  DocumentContent,
  ImageContent,
  MediaFile,
  StickerContent,
  VideoContent,
} from './content/media.dto.js';
export { MessageContext, MessageEnvelope } from './envelope.dto.js';
export { ButtonInteractive } from './interactive/button.dto.js';
export { CarouselInteractive } from './interactive/carousel.dto.js';
export { UrlInteractive } from './interactive/cta-url.dto.js';
export { FlowInteractive } from './interactive/flow.dto.js';
export type { InteractiveHeader } from './interactive/header.dto.js';
export type { Interactive } from './interactive/interactive-kinds.js';
export { ListInteractive } from './interactive/list.dto.js';
export { OrderDetailsInteractive, OrderStatusInteractive } from './interactive/order.dto.js';
export {
  CatalogInteractive,
  ProductInteractive,
  ProductListInteractive,
} from './interactive/product.dto.js';
export {
  AddressInteractive,
  CallPermissionInteractive,
  ContactInfoInteractive,
  LocationRequestInteractive,
  VoiceCallInteractive,
} from './interactive/request.dto.js';
export { canonicalJson } from './json/canonical-json.js';
export {
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
export type { Message } from './message.js';
export { OrderDetails } from './order/order-details.dto.js';
export { OrderStatus } from './order/order-status.dto.js';
export { parsePhone } from './phone/parse-phone.js';
export { SendMessageDto } from './send-message.dto.js';
export type { TemplateComponent } from './template/component.dto.js';
export { TemplateContent } from './template/template.dto.js';
export { parseTime } from './time/parse-time.js';
export {
  validateMessage,
  type ValidatedMessage,
  type ValidateMessageOptions,
} from './validate-message.js';
export {
  validateSendMessage,
  type ValidatedSendMessage,
  type ValidateSendMessageOptions,
} from './validate-send-message.js';
export type { Problem } from './validation/problem.js';
export { nearest } from './validation/nearest.js';
