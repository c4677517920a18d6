export { EVENT_TYPES, EVERY_EVENT } from './event-types.js';
export type { RenderedEvent } from './fan-out.js';
export { makeSecret } from './signature.js';
export {
  WebhookEngine,
  type DisableReason,
  type WebhookOptions,
  type WebhookResult,
} from './webhook-engine.js';
