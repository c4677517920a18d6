/** The types of events that an endpoint may ask for. */
export const EVENT_TYPES = [
  'message.queued',
  'message.accepted',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.played',
  'message.failed',
  'message.canceled',
  'message.expired',
  'message.unknown',
  'message.corrected',
  'message.received',
  'template.updated',
  'sender.updated',
  'callback.unknown',
  'webhook.disabled',
] as const;

/** Asks for all of them, also for those of later versions. */
export const EVERY_EVENT = '*';
