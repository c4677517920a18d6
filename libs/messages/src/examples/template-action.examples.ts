import { ORDER_DETAILS, ORDER_STATUS } from './order.examples.js';
import { ENVELOPE } from './recipient.js';

const TEMPLATE = { ...ENVELOPE, type: 'template' } as const;
const ENGLISH = { code: 'en_US' } as const;

/** Templates whose button opens something: a catalog, a flow, an order, a call. */
export const templateActionExamples = {
  'template-catalog': {
    ...TEMPLATE,
    template: {
      name: 'our_catalog',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '100' }] },
        {
          type: 'button',
          sub_type: 'catalog',
          index: 0,
          parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'tea-250' } }],
        },
      ],
    },
  },
  'template-mpm': {
    ...TEMPLATE,
    template: {
      name: 'abandoned_cart',
      language: ENGLISH,
      components: [
        { type: 'header', parameters: [{ type: 'text', text: 'Teas' }] },
        {
          type: 'button',
          sub_type: 'mpm',
          index: 0,
          parameters: [
            {
              type: 'action',
              action: {
                thumbnail_product_retailer_id: 'tea-250',
                sections: [
                  {
                    title: 'In your cart',
                    product_items: [
                      { product_retailer_id: 'tea-250' },
                      { product_retailer_id: 'green-250' },
                    ],
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  },
  'template-flow': {
    ...TEMPLATE,
    template: {
      name: 'book_a_visit',
      language: ENGLISH,
      components: [
        {
          type: 'button',
          sub_type: 'flow',
          index: '0',
          parameters: [
            {
              type: 'action',
              action: { flow_token: 'appointment-42', flow_action_data: { store: 'city' } },
            },
          ],
        },
      ],
    },
  },
  'template-order-details': {
    ...TEMPLATE,
    template: {
      name: 'pay_your_order',
      language: { policy: 'deterministic', code: 'en_US' },
      components: [
        { type: 'header', parameters: [{ type: 'image', image: { id: '1602186516975000' } }] },
        {
          type: 'button',
          sub_type: 'order_details',
          index: 0,
          parameters: [{ type: 'action', action: { order_details: ORDER_DETAILS } }],
        },
      ],
    },
  },
  'template-order-status': {
    ...TEMPLATE,
    template: {
      name: 'order_shipped',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '42' }] },
        {
          type: 'order_status',
          parameters: [{ type: 'order_status', order_status: ORDER_STATUS }],
        },
      ],
    },
  },
  'template-voice-call': {
    ...TEMPLATE,
    template: {
      name: 'call_us',
      language: ENGLISH,
      components: [
        { type: 'body', parameters: [{ type: 'text', text: '42' }] },
        {
          type: 'button',
          sub_type: 'voice_call',
          parameters: [
            { type: 'ttl_minutes', ttl_minutes: 1440 },
            { type: 'payload', payload: 'support-42' },
          ],
        },
      ],
    },
  },
} as const;
