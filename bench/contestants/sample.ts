import { randomBytes } from 'node:crypto';
import { RECIPIENT } from '../load/target.js';

/** The business number that all contestants send from. */
export const SENDER_PHONE = '+919876500001';

/** The recipients' numbers, each a different one. */
export const TO = `+9198765${RECIPIENT}`;

/** What all contestants send; short enough for one SMS, so that Kannel sends one message too. */
export const TEXT = 'Your parcel is on its way and arrives on Friday: https://example.com/track/42';

/** The body of the request, the same for all that take JSON. */
export const BODY = {
  sender: 'bench',
  message: { messaging_product: 'whatsapp', to: TO, type: 'text', text: { body: TEXT } },
};

/** How many connections the load has. */
export const CONNECTIONS = 64;

/** The API key of the contestants that check one. */
export const API_KEY = `wp_${randomBytes(24).toString('hex')}`;
