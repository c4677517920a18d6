import { EARLIER_MESSAGE, ENVELOPE } from './recipient.js';

/** One message of each type that carries its content itself. */
export const contentExamples = {
  text: {
    ...ENVELOPE,
    type: 'text',
    text: { body: 'Your parcel is on its way: https://example.com/track/42', preview_url: true },
  },
  'text-reply': {
    ...ENVELOPE,
    type: 'text',
    context: { message_id: EARLIER_MESSAGE },
    text: { body: 'Yes, until six in the evening.' },
    biz_opaque_callback_data: 'conversation-42',
  },
  location: {
    ...ENVELOPE,
    type: 'location',
    location: {
      latitude: 12.9716,
      longitude: 77.5946,
      name: 'City store',
      address: 'Kasturba Road, Bengaluru',
    },
  },
  contacts: {
    ...ENVELOPE,
    type: 'contacts',
    contacts: [
      {
        name: { formatted_name: 'Customer Care', first_name: 'Customer', last_name: 'Care' },
        phones: [{ phone: '+1 202-555-0143', type: 'WORK', wa_id: '12025550143' }],
        emails: [{ email: 'care@example.com', type: 'WORK' }],
        urls: [{ url: 'https://example.com/care', type: 'WORK' }],
        addresses: [
          {
            street: '1 Example Street',
            city: 'Springfield',
            state: 'IL',
            zip: '62701',
            country: 'United States',
            country_code: 'US',
            type: 'WORK',
          },
        ],
        org: { company: 'Example', department: 'Support', title: 'Help desk' },
        birthday: '2001-09-09',
      },
    ],
  },
  reaction: {
    ...ENVELOPE,
    type: 'reaction',
    reaction: { message_id: EARLIER_MESSAGE, emoji: '👍' },
  },
} as const;
