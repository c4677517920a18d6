import { ENVELOPE } from './recipient.js';

const INTERACTIVE = { ...ENVELOPE, type: 'interactive' } as const;

/** One message of each kind of `interactive` that asks for an answer. */
export const interactiveExamples = {
  'interactive-button': {
    ...INTERACTIVE,
    interactive: {
      type: 'button',
      header: { type: 'text', text: 'Your delivery' },
      body: { text: 'Your parcel arrives today between two and four. Will somebody be there?' },
      footer: { text: 'Reply within the hour' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'deliver-today', title: 'Yes, come' } },
          { type: 'reply', reply: { id: 'deliver-tomorrow', title: 'Tomorrow, please' } },
        ],
      },
    },
  },
  'interactive-list': {
    ...INTERACTIVE,
    interactive: {
      type: 'list',
      header: { type: 'text', text: 'Shipping' },
      body: { text: 'How shall we send it?' },
      footer: { text: 'Tap the button to choose' },
      action: {
        button: 'Choose',
        sections: [
          {
            title: 'Fast',
            rows: [
              { id: 'express', title: 'Express', description: 'Next day' },
              { id: 'priority', title: 'Priority', description: 'One to three days' },
            ],
          },
          { title: 'Without hurry', rows: [{ id: 'ground', title: 'Ground' }] },
        ],
      },
    },
  },
  'interactive-cta-url': {
    ...INTERACTIVE,
    interactive: {
      type: 'cta_url',
      header: { type: 'image', image: { link: 'https://example.com/dates.jpg' } },
      body: { text: 'See which dates are free.' },
      footer: { text: 'Dates may change' },
      action: {
        name: 'cta_url',
        parameters: { display_text: 'See dates', url: 'https://example.com/dates?ref=42' },
      },
    },
  },
  'interactive-flow': {
    ...INTERACTIVE,
    interactive: {
      type: 'flow',
      header: { type: 'text', text: 'Appointments' },
      body: { text: 'Book a visit in two steps.' },
      footer: { text: 'Takes a minute' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_token: 'appointment-42',
          flow_id: '1258464661234567',
          flow_cta: 'Book now',
          mode: 'published',
          flow_action: 'navigate',
          flow_action_payload: {
            screen: 'CHOOSE_DAY',
            data: { store: 'city', slots: [9, 11, 15] },
          },
        },
      },
    },
  },
  'interactive-location-request-message': {
    ...INTERACTIVE,
    interactive: {
      type: 'location_request_message',
      body: { text: 'Where shall we come to?' },
      action: { name: 'send_location' },
    },
  },
  'interactive-address-message': {
    ...INTERACTIVE,
    interactive: {
      type: 'address_message',
      body: { text: 'Where shall we deliver your order?' },
      action: {
        name: 'address_message',
        parameters: {
          country: 'IN',
          values: { phone_number: '+919876500001', in_pin_code: '560001', city: 'Bengaluru' },
          saved_addresses: [
            { id: 'address-1', value: { in_pin_code: '560001', address: '1 Example Street' } },
          ],
        },
      },
    },
  },
  'interactive-voice-call': {
    ...INTERACTIVE,
    interactive: {
      type: 'voice_call',
      body: { text: 'You can call us on WhatsApp.' },
      action: {
        name: 'voice_call',
        parameters: { display_text: 'Call us', ttl_minutes: 1440, payload: 'support-42' },
      },
    },
  },
  'interactive-call-permission-request': {
    ...INTERACTIVE,
    interactive: {
      type: 'call_permission_request',
      body: { text: 'May we call you about your order?' },
      action: { name: 'call_permission_request' },
    },
  },
  'interactive-request-contact-info': {
    ...INTERACTIVE,
    interactive: {
      type: 'request_contact_info',
      body: { text: 'Please share your phone number, so that the courier can reach you.' },
      action: { name: 'request_contact_info' },
    },
  },
} as const;
