/** Whom every example is addressed to, and what Meta's envelope says beside it. */
export const ENVELOPE = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '+919876500001',
} as const;

/** The id of an earlier message in the same chat, as callbacks carry it. */
export const EARLIER_MESSAGE = 'wamid.HBgMOTE5ODc2NTAwMDAxFQIAERgSNDJBRjYyQkE4RjY3QjA0RkQzAA==';
