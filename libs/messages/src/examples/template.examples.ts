import { ENVELOPE } from './recipient.js';

const TEMPLATE = { ...ENVELOPE, type: 'template' } as const;
const ENGLISH = { code: 'en_US' } as const;

/** Templates of text, media, codes and buttons. */
export const templateExamples = {
  template: {
    ...TEMPLATE,
    template: {
      name: 'order_update',
      language: ENGLISH,
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', parameter_name: 'order_number', text: '42' },
            { type: 'text', parameter_name: 'delivery_day', text: 'Friday' },
          ],
        },
      ],
    },
  },
  'template-media': {
    ...TEMPLATE,
    template: {
      name: 'seasonal_offer',
      language: ENGLISH,
      components: [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: 'https://example.com/offer.jpg' } }],
        },
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Festive tea box' },
            {
              type: 'currency',
              currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100990 },
            },
            { type: 'date_time', date_time: { fallback_value: 'February 25, 2027' } },
          ],
        },
      ],
    },
  },
  'template-authentication': {
    ...TEMPLATE,
    template: {
      name: 'sign_in_code',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '483920' }] },
        {
          type: 'button',
          sub_type: 'url',
          index: 0,
          parameters: [{ type: 'text', text: '483920' }],
        },
      ],
    },
  },
  'template-quick-reply': {
    ...TEMPLATE,
    template: {
      name: 'delivery_question',
      language: ENGLISH,
      components: [
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '0',
          parameters: [{ type: 'payload', payload: 'deliver-today' }],
        },
        {
          type: 'button',
          sub_type: 'quick_reply',
          index: '1',
          parameters: [{ type: 'payload', payload: 'deliver-tomorrow' }],
        },
      ],
    },
  },
  'template-url-button': {
    ...TEMPLATE,
    template: {
      name: 'parcel_tracking',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '42' }] },
        {
          type: 'button',
          sub_type: 'url',
          index: '0',
          parameters: [{ type: 'text', text: 'track/42' }],
        },
        {
          type: 'tap_target_configuration',
          parameters: [
            {
              type: 'tap_target_configuration',
              tap_target_configuration: [
                { url: 'https://example.com/track/42', title: 'Your parcel' },
              ],
            },
          ],
        },
      ],
    },
  },
  'template-coupon-code': {
    ...TEMPLATE,
    template: {
      name: 'coupon',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '25 %' }] },
        {
          type: 'button',
          sub_type: 'copy_code',
          index: 1,
          parameters: [{ type: 'coupon_code', coupon_code: 'FESTIVE25' }],
        },
      ],
    },
  },
  'template-limited-time-offer': {
    ...TEMPLATE,
    template: {
      name: 'weekend_offer',
      language: ENGLISH,
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { id: '1602186516975000' } }] },
        { type: 'body', parameters: [{ type: 'text', text: 'FESTIVE25' }] },
        {
          type: 'limited_time_offer',
          parameters: [
            {
              type: 'limited_time_offer',
              limited_time_offer: { expiration_time_ms: 1803024000000 },
            },
          ],
        },
        {
          type: 'button',
          sub_type: 'copy_code',
          index: 0,
          parameters: [{ type: 'coupon_code', coupon_code: 'FESTIVE25' }],
        },
        {
          type: 'button',
          sub_type: 'url',
          index: 1,
          parameters: [{ type: 'text', text: 'offers/weekend' }],
        },
      ],
    },
  },
  'template-carousel': {
    ...TEMPLATE,
    template: {
      name: 'new_teas',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: 'October' }] },
        {
          type: 'carousel',
          cards: [
            {
              card_index: 0,
              components: [
                {
                  type: 'header',
                  parameters: [{ type: 'image', image: { id: '24230790383178626' } }],
                },
                { type: 'body', parameters: [{ type: 'text', text: 'Black' }] },
                {
                  type: 'button',
                  sub_type: 'quick_reply',
                  index: 0,
                  parameters: [{ type: 'payload', payload: 'more-black' }],
                },
                {
                  type: 'button',
                  sub_type: 'url',
                  index: 1,
                  parameters: [{ type: 'text', text: 'black' }],
                },
              ],
            },
            {
              card_index: 1,
              components: [
                {
                  type: 'header',
                  parameters: [{ type: 'image', image: { id: '24230790383178627' } }],
                },
                { type: 'body', parameters: [{ type: 'text', text: 'Green' }] },
                {
                  type: 'button',
                  sub_type: 'quick_reply',
                  index: 0,
                  parameters: [{ type: 'payload', payload: 'more-green' }],
                },
                {
                  type: 'button',
                  sub_type: 'url',
                  index: 1,
                  parameters: [{ type: 'text', text: 'green' }],
                },
              ],
            },
          ],
        },
      ],
    },
  },
} as const;
