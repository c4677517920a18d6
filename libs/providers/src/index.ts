export { CallbackRejected } from './callback-rejected.js';
export type {
  AccountItem,
  BillingItem,
  CallbackItem,
  DeliveryStatus,
  Failure,
  IgnoredItem,
  InboundItem,
  InboundMedia,
  MessageIds,
  StatusItem,
  TemplateItem,
  UnknownItem,
  WhatsAppUser,
} from './callback-item.js';
export type {
  Accepted,
  Callback,
  MessagingProvider,
  ProviderClass,
  SendContext,
} from './provider.js';
export { ProviderError, type ProviderErrorInit, type VendorAnswer } from './provider-error.js';
