export {
  hasCallbackRegistration,
  hasCallbackSteps,
  type CallbackAddress,
  type CallbackRegistration,
  type CallbackSteps,
} from './callback-registration.js';
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
export { InvalidOptions, parseOptions, type OptionProblem } from './parse-options.js';
export {
  providerModule,
  type ProviderExtras,
  type ProviderModuleClass,
} from './provider.builder.js';
export { ProviderRegistry } from './provider-registry.js';
export { providerHttpToken, providerToken } from './provider.tokens.js';
export { ProvidersModule } from './providers.module.js';
export { callForm, type FormCall } from './http/call-form.js';
export { encodeJson } from './http/encode-json.js';
export { openFile, whyBroken, type FileAnswer, type FileRequest } from './http/open-file.js';
export {
  EgressRefused,
  guardedConnector,
  isPublicAddress,
  type EgressPolicy,
} from './http/egress-guard.js';
export { postJson, type JsonRequest } from './http/post-json.js';
export { readReply } from './http/read-reply.js';
export { readRetryAfter } from './http/retry-after.js';
export { createHttp, createTransport, type TransportOptions } from './http/transport.js';
export { TransportError, type TransportFailure } from './http/transport-error.js';
export type { JsonObject, Refusal, ReplyReader, VendorReply } from './http/vendor-reply.js';
export { headerOf, HeaderSecret } from './header-secret.js';
export { HeaderSecretOptions } from './header-secret.options.js';
export { hasMediaLinks, leadsTo, type MediaLinks } from './media-links.js';
export { itemId } from './item-id.js';
export { asList, asObject, asText } from './json.js';
export { parseJson } from './parse-json.js';
