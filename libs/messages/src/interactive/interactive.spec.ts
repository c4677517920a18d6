import { describe, expect, it } from '@jest/globals';
import { changedExample, type Changes } from '../examples/changed-example.js';
import type { ExampleName } from '../examples/examples.js';
import { validateMessage } from '../validate-message.js';

type Case = readonly [example: ExampleName, what: string, changes: Changes, ...paths: string[]];

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const button = (index: number) => ({
  type: 'reply',
  reply: { id: `id-${index}`, title: `Title ${index}` },
});
const rows = (from: number, count: number) =>
  times(count, (index) => ({ id: `row-${from + index}`, title: 'Row' }));
const section = (from: number, count: number) => ({ title: 'Section', rows: rows(from, count) });
const products = (count: number) => ({
  title: 'Section',
  product_items: times(count, (index) => ({ product_retailer_id: `product-${index}` })),
});
const image = { type: 'image', image: { link: 'https://example.com/a.jpg' } };
const video = { type: 'video', video: { id: '1' } };
const document = { type: 'document', document: { id: '1', filename: 'a.pdf' } };
const card = (index: number) => ({
  card_index: index,
  type: 'cta_url',
  header: image,
  action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://example.com' } },
});
const replies = (count: number) => ({
  buttons: times(count, (index) => ({
    type: 'quick_reply',
    quick_reply: { id: `id-${index}`, title: 'Yes' },
  })),
});
const productCard = (index: number, catalog_id = '1') => ({
  card_index: index,
  type: 'product',
  action: { product_retailer_id: 'tea', catalog_id },
});

const HEADERS = [
  'interactive-button',
  'interactive-cta-url',
  'interactive-flow',
  'interactive-address-message',
] as const;

const VALID: readonly Case[] = [
  ...HEADERS.flatMap((example): Case[] =>
    [image, video, document].map((header) => [example, `a header of ${header.type}`, { header }]),
  ),
  ['interactive-button', 'one button', { 'action.buttons': [button(0)] }],
  [
    'interactive-button',
    'an id of 256 characters',
    { 'action.buttons[0].reply.id': 'x'.repeat(256) },
  ],
  ['interactive-list', 'a body of 4096 characters', { 'body.text': 'x'.repeat(4096) }],
  ['interactive-list', 'ten rows in one section', { 'action.sections': [section(0, 10)] }],
  ['interactive-list', 'ten sections', { 'action.sections': times(10, (at) => section(at, 1)) }],
  [
    'interactive-list',
    'one section without a title',
    { 'action.sections': [{ rows: rows(0, 1) }] },
  ],
  [
    'interactive-flow',
    'a name for the flow',
    { 'action.parameters.flow_id': undefined, 'action.parameters.flow_name': 'visit' },
  ],
  [
    'interactive-flow',
    'a button of 30 characters',
    { 'action.parameters.flow_cta': 'x'.repeat(30) },
  ],
  [
    'interactive-flow',
    'data as JSON text',
    { 'action.parameters.flow_action_payload.data': '{"a":1}' },
  ],
  ['interactive-product', 'nothing but the product', { body: undefined, footer: undefined }],
  ['interactive-product-list', '30 products', { 'action.sections': [products(15), products(15)] }],
  ['interactive-catalog-message', 'no parameters', { 'action.parameters': undefined }],
  ['interactive-voice-call', 'no parameters', { 'action.parameters': undefined }],
  ['interactive-call-permission-request', 'no body', { body: undefined }],
  [
    'interactive-address-message',
    'what was wrong before',
    { 'action.parameters.validation_errors': { in_pin_code: 'We do not know this pin code.' } },
  ],
  ['interactive-order-details', 'no header', { header: undefined }],
  ['interactive-carousel-media', 'ten cards', { 'action.cards': times(10, card) }],
  [
    'interactive-carousel-media',
    'cards with videos',
    { 'action.cards': times(2, (at) => ({ ...card(at), header: video })) },
  ],
  [
    'interactive-carousel-media',
    'cards that answer',
    { 'action.cards': times(2, (at) => ({ ...card(at), action: replies(2) })) },
  ],
  [
    'interactive-carousel-media',
    'a card with two line breaks',
    { 'action.cards[0].body.text': 'a\nb\nc' },
  ],
  [
    'interactive-carousel-product',
    'ten cards',
    { 'action.cards': times(10, (at) => productCard(at)) },
  ],
];

const INVALID: readonly Case[] = [
  ['interactive-button', 'a kind that is none', { type: 'buttons' }, 'type'],
  ['interactive-button', 'no kind', { type: undefined }, 'type'],
  ['interactive-button', 'no body', { body: undefined }, 'body'],
  [
    'interactive-button',
    'a body of 1025 characters',
    { 'body.text': 'x'.repeat(1025) },
    'body.text',
  ],
  [
    'interactive-button',
    'a footer of 61 characters',
    { 'footer.text': 'x'.repeat(61) },
    'footer.text',
  ],
  [
    'interactive-button',
    'a header of 61 characters',
    { 'header.text': 'x'.repeat(61) },
    'header.text',
  ],
  ['interactive-button', 'a header that is none', { header: { type: 'audio' } }, 'header.type'],
  [
    'interactive-button',
    'a header with a caption',
    { header: { ...image, image: { id: '1', caption: 'x' } } },
    'header.image.caption',
  ],
  [
    'interactive-button',
    'a header with id and link',
    { header: { ...image, image: { id: '1', link: 'https://example.com' } } },
    'header.image',
  ],
  ['interactive-button', 'no buttons', { 'action.buttons': [] }, 'action.buttons'],
  ['interactive-button', 'four buttons', { 'action.buttons': times(4, button) }, 'action.buttons'],
  [
    'interactive-button',
    'another type of button',
    { 'action.buttons[0].type': 'url' },
    'action.buttons[0].type',
  ],
  [
    'interactive-button',
    'an id of 257 characters',
    { 'action.buttons[1].reply.id': 'x'.repeat(257) },
    'action.buttons[1].reply.id',
  ],
  [
    'interactive-button',
    'an id that begins with a space',
    { 'action.buttons[0].reply.id': ' x' },
    'action.buttons[0].reply.id',
  ],
  [
    'interactive-button',
    'an id that ends with a space',
    { 'action.buttons[0].reply.id': 'x ' },
    'action.buttons[0].reply.id',
  ],
  [
    'interactive-button',
    'the same id twice',
    { 'action.buttons[1].reply.id': 'deliver-today' },
    'action.buttons[1].reply.id',
  ],
  [
    'interactive-button',
    'an empty title',
    { 'action.buttons[1].reply.title': '' },
    'action.buttons[1].reply.title',
  ],
  [
    'interactive-button',
    'a title of 21 characters',
    { 'action.buttons[1].reply.title': 'x'.repeat(21) },
    'action.buttons[1].reply.title',
  ],
  [
    'interactive-button',
    'the same title twice',
    { 'action.buttons[1].reply.title': 'Yes, come' },
    'action.buttons[1].reply.title',
  ],
  [
    'interactive-list',
    'an image for a header',
    { header: image },
    'header.type',
    'header.text',
    'header.image',
  ],
  ['interactive-list', 'a body of 4097 characters', { 'body.text': 'x'.repeat(4097) }, 'body.text'],
  [
    'interactive-list',
    'a button of 21 characters',
    { 'action.button': 'x'.repeat(21) },
    'action.button',
  ],
  ['interactive-list', 'no sections', { 'action.sections': [] }, 'action.sections'],
  [
    'interactive-list',
    'eleven sections',
    { 'action.sections': times(11, (at) => section(at, 1)) },
    'action.sections',
  ],
  [
    'interactive-list',
    'eleven rows',
    { 'action.sections': [section(0, 6), section(6, 5)] },
    'action.sections',
  ],
  [
    'interactive-list',
    'a section without rows',
    { 'action.sections[1].rows': [] },
    'action.sections[1].rows',
  ],
  [
    'interactive-list',
    'a section without a title',
    { 'action.sections[1].title': undefined },
    'action.sections[1].title',
  ],
  [
    'interactive-list',
    'a section title of 25 characters',
    { 'action.sections[0].title': 'x'.repeat(25) },
    'action.sections[0].title',
  ],
  [
    'interactive-list',
    'a row id of 201 characters',
    { 'action.sections[0].rows[1].id': 'x'.repeat(201) },
    'action.sections[0].rows[1].id',
  ],
  [
    'interactive-list',
    'a row title of 25 characters',
    { 'action.sections[0].rows[1].title': 'x'.repeat(25) },
    'action.sections[0].rows[1].title',
  ],
  [
    'interactive-list',
    'a description of 73 characters',
    { 'action.sections[0].rows[1].description': 'x'.repeat(73) },
    'action.sections[0].rows[1].description',
  ],
  [
    'interactive-list',
    'one id in two sections',
    { 'action.sections[1].rows[0].id': 'express' },
    'action.sections[1].rows[0].id',
  ],
  ['interactive-cta-url', 'another action', { 'action.name': 'url' }, 'action.name'],
  [
    'interactive-cta-url',
    'a button of 21 characters',
    { 'action.parameters.display_text': 'x'.repeat(21) },
    'action.parameters.display_text',
  ],
  [
    'interactive-cta-url',
    'no address',
    { 'action.parameters.url': undefined },
    'action.parameters.url',
  ],
  [
    'interactive-flow',
    'another version',
    { 'action.parameters.flow_message_version': '2' },
    'action.parameters.flow_message_version',
  ],
  [
    'interactive-flow',
    'id and name of the flow',
    { 'action.parameters.flow_name': 'visit' },
    'action.parameters',
  ],
  ['interactive-flow', 'no flow', { 'action.parameters.flow_id': undefined }, 'action.parameters'],
  [
    'interactive-flow',
    'a button of 31 characters',
    { 'action.parameters.flow_cta': 'x'.repeat(31) },
    'action.parameters.flow_cta',
  ],
  [
    'interactive-flow',
    'another mode',
    { 'action.parameters.mode': 'test' },
    'action.parameters.mode',
  ],
  [
    'interactive-flow',
    'another way to begin',
    { 'action.parameters.flow_action': 'open' },
    'action.parameters.flow_action',
  ],
  [
    'interactive-flow',
    'empty data',
    { 'action.parameters.flow_action_payload.data': {} },
    'action.parameters.flow_action_payload.data',
  ],
  ['interactive-product', 'a header', { header: image }, 'header'],
  ['interactive-product', 'no catalog', { 'action.catalog_id': undefined }, 'action.catalog_id'],
  ['interactive-product-list', 'no header', { header: undefined }, 'header'],
  [
    'interactive-product-list',
    '31 products',
    { 'action.sections': [products(15), products(16)] },
    'action.sections',
  ],
  [
    'interactive-product-list',
    'eleven sections',
    { 'action.sections': times(11, () => products(1)) },
    'action.sections',
  ],
  [
    'interactive-product-list',
    'a section without a title',
    { 'action.sections[0].title': undefined },
    'action.sections[0].title',
  ],
  [
    'interactive-product-list',
    'a section without products',
    { 'action.sections[0].product_items': [] },
    'action.sections[0].product_items',
  ],
  [
    'interactive-location-request-message',
    'another action',
    { 'action.name': 'location' },
    'action.name',
  ],
  [
    'interactive-address-message',
    'another country',
    { 'action.parameters.country': 'US' },
    'action.parameters.country',
  ],
  [
    'interactive-address-message',
    'a pin code of seven digits',
    { 'action.parameters.values.in_pin_code': '5600011' },
    'action.parameters.values.in_pin_code',
  ],
  [
    'interactive-address-message',
    'a saved address without an id',
    { 'action.parameters.saved_addresses[0].id': undefined },
    'action.parameters.saved_addresses[0].id',
  ],
  [
    'interactive-voice-call',
    'a button of 21 characters',
    { 'action.parameters.display_text': 'x'.repeat(21) },
    'action.parameters.display_text',
  ],
  [
    'interactive-voice-call',
    'no time to live',
    { 'action.parameters.ttl_minutes': 0 },
    'action.parameters.ttl_minutes',
  ],
  [
    'interactive-voice-call',
    'more than 30 days',
    { 'action.parameters.ttl_minutes': 43_201 },
    'action.parameters.ttl_minutes',
  ],
  [
    'interactive-voice-call',
    'a payload of 513 characters',
    { 'action.parameters.payload': 'x'.repeat(513) },
    'action.parameters.payload',
  ],
  ['interactive-call-permission-request', 'a header', { header: image }, 'header'],
  ['interactive-call-permission-request', 'a footer', { footer: { text: 'x' } }, 'footer'],
  [
    'interactive-order-details',
    'text for a header',
    { header: { type: 'text', text: 'x' } },
    'header.type',
    'header.image',
    'header.text',
  ],
  ['interactive-carousel-media', 'a header', { header: image }, 'header'],
  ['interactive-carousel-media', 'a footer', { footer: { text: 'x' } }, 'footer'],
  ['interactive-carousel-media', 'one card', { 'action.cards': [card(0)] }, 'action.cards'],
  [
    'interactive-carousel-media',
    'eleven cards',
    { 'action.cards': times(11, (at) => card(at)) },
    'action.cards',
  ],
  [
    'interactive-carousel-media',
    'a place beyond the last',
    { 'action.cards[1].card_index': 10 },
    'action.cards[1].card_index',
  ],
  [
    'interactive-carousel-media',
    'one place twice',
    { 'action.cards[1].card_index': 0 },
    'action.cards[1].card_index',
  ],
  [
    'interactive-carousel-media',
    'images and videos',
    { 'action.cards[1].header': video },
    'action.cards[1].header.type',
  ],
  [
    'interactive-carousel-media',
    'a document on a card',
    { 'action.cards[1].header': document },
    'action.cards[1].header.type',
  ],
  [
    'interactive-carousel-media',
    'a card of 161 characters',
    { 'action.cards[1].body.text': 'x'.repeat(161) },
    'action.cards[1].body.text',
  ],
  [
    'interactive-carousel-media',
    'a card with three line breaks',
    { 'action.cards[1].body.text': 'a\nb\nc\nd' },
    'action.cards[1].body.text',
  ],
  [
    'interactive-carousel-media',
    'links and answers',
    { 'action.cards[1].action': replies(1) },
    'action.cards[1].action',
  ],
  [
    'interactive-carousel-media',
    'more buttons on one card',
    { 'action.cards[0].action': replies(1), 'action.cards[1].action': replies(2) },
    'action.cards[1].action',
  ],
  [
    'interactive-carousel-media',
    'a product among pictures',
    { 'action.cards[1]': productCard(1) },
    'action.cards[1].type',
  ],
  [
    'interactive-carousel-media',
    'a card of another type',
    { 'action.cards[1].type': 'url' },
    'action.cards[1].type',
  ],
  [
    'interactive-carousel-product',
    'two catalogs',
    { 'action.cards[1]': productCard(1, '2') },
    'action.cards[1].action.catalog_id',
  ],
];

function problemPaths(example: ExampleName, changes: Changes): string[] | undefined {
  const below = Object.entries(changes).map(([path, value]) => [`interactive.${path}`, value]);
  const message = changedExample(example, Object.fromEntries(below) as Changes);
  return validateMessage(message, { path: '' }).problems?.map(({ path }) => path);
}

describe('interactive content', () => {
  it.each(VALID)('of %s may have %s', (example, _what, changes) => {
    expect(problemPaths(example, changes)).toBeUndefined();
  });

  it.each(INVALID)('of %s may not have %s', (example, _what, changes, ...paths) => {
    expect(problemPaths(example, changes)).toEqual(paths.map((path) => `interactive.${path}`));
  });
});
