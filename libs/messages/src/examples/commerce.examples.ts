import { ORDER_DETAILS, ORDER_STATUS } from './order.examples.js';
import { ENVELOPE } from './recipient.js';

const INTERACTIVE = { ...ENVELOPE, type: 'interactive' } as const;
const CATALOG = '194836987003835';

/** One message of each kind of `interactive` that shows products, cards or an order. */
export const commerceExamples = {
  'interactive-product': {
    ...INTERACTIVE,
    interactive: {
      type: 'product',
      body: { text: 'Back in stock.' },
      footer: { text: 'While it lasts' },
      action: { catalog_id: CATALOG, product_retailer_id: 'tea-250' },
    },
  },
  'interactive-product-list': {
    ...INTERACTIVE,
    interactive: {
      type: 'product_list',
      header: { type: 'text', text: 'Teas' },
      body: { text: 'What we have this week.' },
      footer: { text: 'Prices include tax' },
      action: {
        catalog_id: CATALOG,
        sections: [
          {
            title: 'Black',
            product_items: [{ product_retailer_id: 'tea-250' }, { product_retailer_id: 'tea-500' }],
          },
          { title: 'Green', product_items: [{ product_retailer_id: 'green-250' }] },
        ],
      },
    },
  },
  'interactive-catalog-message': {
    ...INTERACTIVE,
    interactive: {
      type: 'catalog_message',
      body: { text: 'See everything that we sell.' },
      footer: { text: 'Delivered in two days' },
      action: {
        name: 'catalog_message',
        parameters: { thumbnail_product_retailer_id: 'tea-250' },
      },
    },
  },
  'interactive-order-details': {
    ...INTERACTIVE,
    interactive: {
      type: 'order_details',
      header: { type: 'image', image: { link: 'https://example.com/order-42.jpg' } },
      body: { text: 'Your order is ready to be paid.' },
      footer: { text: 'Thank you' },
      action: {
        name: 'review_and_pay',
        parameters: ORDER_DETAILS,
      },
    },
  },
  'interactive-order-status': {
    ...INTERACTIVE,
    interactive: {
      type: 'order_status',
      body: { text: 'Your order has left our house.' },
      action: { name: 'review_order', parameters: ORDER_STATUS },
    },
  },
  'interactive-carousel-media': {
    ...INTERACTIVE,
    interactive: {
      type: 'carousel',
      body: { text: 'New this week.' },
      action: {
        cards: [
          {
            card_index: 0,
            type: 'cta_url',
            header: { type: 'image', image: { link: 'https://example.com/black.jpg' } },
            body: { text: 'Black tea' },
            action: {
              name: 'cta_url',
              parameters: { display_text: 'See it', url: 'https://example.com/black' },
            },
          },
          {
            card_index: 1,
            type: 'cta_url',
            header: { type: 'image', image: { link: 'https://example.com/green.jpg' } },
            body: { text: 'Green tea' },
            action: {
              name: 'cta_url',
              parameters: { display_text: 'See it', url: 'https://example.com/green' },
            },
          },
        ],
      },
    },
  },
  'interactive-carousel-product': {
    ...INTERACTIVE,
    interactive: {
      type: 'carousel',
      body: { text: 'What goes with it.' },
      action: {
        cards: [
          {
            card_index: 0,
            type: 'product',
            action: { product_retailer_id: 'tea-250', catalog_id: CATALOG },
          },
          {
            card_index: 1,
            type: 'product',
            action: { product_retailer_id: 'green-250', catalog_id: CATALOG },
          },
        ],
      },
    },
  },
} as const;
