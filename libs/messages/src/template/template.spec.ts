import { describe, expect, it } from '@jest/globals';
import { changedExample, type Changes } from '../examples/changed-example.js';
import type { ExampleName } from '../examples/examples.js';
import { validateMessage } from '../validate-message.js';

type Case = readonly [example: ExampleName, what: string, changes: Changes, ...paths: string[]];

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const text = (value: string) => ({ type: 'text', text: value });
const header = (parameter: object) => ({ type: 'header', parameters: [parameter] });
const quickReply = (index: number | string) => ({ type: 'button', sub_type: 'quick_reply', index });
const url = (index: number) => ({
  ...quickReply(index),
  sub_type: 'url',
  parameters: [text('42')],
});
const code = (index: number) => ({
  ...quickReply(index),
  sub_type: 'copy_code',
  parameters: [{ type: 'coupon_code', coupon_code: 'FESTIVE25' }],
});
const card = (index: number) => ({
  card_index: index,
  components: [header({ type: 'image', image: { id: '1' } })],
});
const product = { product_retailer_id: 'tea-250', catalog_id: '1' };
const AT_0 = 'components[0]';
const BODY = 'components[0].parameters[0]';
const BUTTON = 'components[0].parameters[0]';
const SECTION = 'components[1].parameters[0].action.sections';

const VALID: readonly Case[] = [
  ['template', 'no components', { components: undefined }],
  ['template', 'a name of 512 characters', { name: 'x'.repeat(512) }],
  [
    'template',
    'a namespace and a policy',
    { namespace: 'abc', 'language.policy': 'deterministic' },
  ],
  [
    'template',
    'a text of 32768 characters',
    { [`${AT_0}.parameters`]: [text('x'.repeat(32_768))] },
  ],
  [
    'template-limited-time-offer',
    'texts of 600 characters beside its offer',
    { 'components[1].parameters': [text('x'.repeat(599)), text('😀')] },
  ],
  [
    'template-url-button',
    'texts of 1024 characters beside a button',
    { [`${BODY}.text`]: 'x'.repeat(1024) },
  ],
  ['template', 'texts by order', { [`${AT_0}.parameters`]: [text('a'), text('b')] }],
  ['template', 'a group', { [`${AT_0}.parameters`]: [{ type: 'group_id', group_id: 'G1' }] }],
  ['template', 'a text header', { [AT_0]: header(text('x'.repeat(60))) }],
  [
    'template',
    'a video',
    { [AT_0]: header({ type: 'video', video: { link: 'https://example.com/a.mp4' } }) },
  ],
  ['template', 'an animation', { [AT_0]: header({ type: 'gif', gif: { id: '1' } }) }],
  [
    'template',
    'a named document',
    { [AT_0]: header({ type: 'document', document: { id: '1', filename: 'a.pdf' } }) },
  ],
  [
    'template',
    'a place',
    { [AT_0]: header({ type: 'location', location: { latitude: '1', longitude: 2 } }) },
  ],
  ['template', 'a product', { [AT_0]: header({ type: 'product', product }) }],
  [
    'template-media',
    'an amount as text',
    { 'components[1].parameters[1].currency.amount_1000': '100990' },
  ],
  ['template-quick-reply', 'no payload', { [`${AT_0}.parameters`]: undefined }],
  ['template-quick-reply', 'ten buttons', { components: times(10, quickReply) }],
  ['template-url-button', 'two links', { components: [url(0), url(1)] }],
  [
    'template-url-button',
    'an address of 2000 characters',
    { 'components[1].parameters[0].text': 'x'.repeat(2000) },
  ],
  [
    'template-coupon-code',
    'a code of 20 characters',
    { 'components[1].parameters[0].coupon_code': 'A'.repeat(20) },
  ],
  [
    'template-limited-time-offer',
    'a link and no code',
    { 'components[3]': url(0), 'components[4]': undefined },
  ],
  [
    'template-limited-time-offer',
    'the end as text',
    { 'components[2].parameters[0].limited_time_offer.expiration_time_ms': '1803024000000' },
  ],
  ['template-carousel', 'ten cards', { 'components[1].cards': times(10, card) }],
  [
    'template-carousel',
    'products',
    {
      'components[1].cards': times(2, (card_index) => ({
        card_index,
        components: [header({ type: 'product', product })],
      })),
    },
  ],
  [
    'template-carousel',
    'a card text of 160 characters',
    { 'components[1].cards[0].components[1].parameters[0].text': 'x'.repeat(160) },
  ],
  ['template-catalog', 'no picture', { 'components[1].parameters': undefined }],
  ['template-flow', 'nothing to begin with', { [`${AT_0}.parameters`]: undefined }],
  ['template-voice-call', 'a place', { 'components[1].index': 0 }],
  ['template-voice-call', 'no parameters', { 'components[1].parameters': undefined }],
];

const INVALID: readonly Case[] = [
  ['template', 'capitals in its name', { name: 'Order' }, 'name'],
  ['template', 'a name of 513 characters', { name: 'x'.repeat(513) }, 'name'],
  ['template', 'no language', { language: undefined }, 'language'],
  ['template', 'a language without a code', { 'language.code': undefined }, 'language.code'],
  ['template', 'another policy', { 'language.policy': 'fallback' }, 'language.policy'],
  ['template', 'a footer', { [AT_0]: { type: 'footer' } }, 'components[0].type'],
  ['template', 'a component without a type', { [`${AT_0}.type`]: undefined }, 'components[0].type'],
  [
    'template',
    'a body without parameters',
    { [`${AT_0}.parameters`]: undefined },
    'components[0].parameters',
  ],
  ['template', 'an empty text', { [`${BODY}.text`]: '' }, `${BODY}.text`],
  [
    'template',
    'a text of 32769 characters',
    { [`${AT_0}.parameters`]: [text('x'.repeat(32_769))] },
    `${BODY}.text`,
    'components[0].parameters',
  ],
  [
    'template-limited-time-offer',
    'texts of 601 characters beside its offer',
    { 'components[1].parameters': [text('x'.repeat(600)), text('x')] },
    'components[1].parameters',
  ],
  [
    'template-url-button',
    'a text of 1025 characters beside a button',
    { [`${BODY}.text`]: 'x'.repeat(1025) },
    'components[0].parameters',
  ],
  [
    'template',
    'names for some texts only',
    { [`${BODY}.parameter_name`]: undefined },
    `${BODY}.parameter_name`,
  ],
  [
    'template',
    'names in the body only',
    { 'components[1]': header(text('x')) },
    'components[1].parameters[0].parameter_name',
  ],
  ['template', 'another kind of parameter', { [`${BODY}.type`]: 'image' }, `${BODY}.type`],
  [
    'template',
    'two parameters in its header',
    { [AT_0]: { type: 'header', parameters: [text('a'), text('b')] } },
    'components[0].parameters',
  ],
  [
    'template',
    'an empty header',
    { [AT_0]: { type: 'header', parameters: [] } },
    'components[0].parameters',
  ],
  [
    'template',
    'a header text of 61 characters',
    { [AT_0]: header(text('x'.repeat(61))) },
    `${BODY}.text`,
  ],
  [
    'template',
    'a product without a catalog',
    { [AT_0]: header({ type: 'product', product: { product_retailer_id: 'tea' } }) },
    `${BODY}.product.catalog_id`,
  ],
  ['template-media', 'a caption', { [`${BODY}.image.caption`]: 'x' }, `${BODY}.image.caption`],
  ['template-media', 'an image by id and link', { [`${BODY}.image.id`]: '1' }, `${BODY}.image`],
  [
    'template-media',
    'a currency in words',
    { 'components[1].parameters[1].currency.code': 'dollars' },
    'components[1].parameters[1].currency.code',
  ],
  [
    'template-media',
    'a fraction of a thousandth',
    { 'components[1].parameters[1].currency.amount_1000': 1.5 },
    'components[1].parameters[1].currency.amount_1000',
  ],
  [
    'template-media',
    'a day without its text',
    { 'components[1].parameters[2].date_time': {} },
    'components[1].parameters[2].date_time.fallback_value',
  ],
  [
    'template-quick-reply',
    'another button',
    { [`${AT_0}.sub_type`]: 'phone' },
    'components[0].sub_type',
  ],
  [
    'template-quick-reply',
    'a button without a kind',
    { [`${AT_0}.sub_type`]: undefined },
    'components[0].sub_type',
  ],
  [
    'template-quick-reply',
    'a button without a place',
    { [`${AT_0}.index`]: undefined },
    'components[0].index',
  ],
  ['template-quick-reply', 'an eleventh place', { [`${AT_0}.index`]: '10' }, 'components[0].index'],
  [
    'template-quick-reply',
    'a place in words',
    { [`${AT_0}.index`]: 'first' },
    'components[0].index',
  ],
  [
    'template-quick-reply',
    'a payload of another kind',
    { [`${BUTTON}.type`]: 'text' },
    `${BUTTON}.type`,
  ],
  [
    'template-quick-reply',
    'eleven buttons',
    { components: times(11, (at) => quickReply(at % 10)) },
    'components',
  ],
  ['template-url-button', 'three links', { components: times(3, url) }, 'components'],
  [
    'template-url-button',
    'an address of 2001 characters',
    { 'components[1].parameters[0].text': 'x'.repeat(2001) },
    'components[1].parameters[0].text',
  ],
  [
    'template-url-button',
    'a target without a title',
    { 'components[2].parameters[0].tap_target_configuration[0].title': undefined },
    'components[2].parameters[0].tap_target_configuration[0].title',
  ],
  ['template-coupon-code', 'two codes', { components: [code(0), code(1)] }, 'components'],
  [
    'template-coupon-code',
    'a code of 21 characters',
    { 'components[1].parameters[0].coupon_code': 'A'.repeat(21) },
    'components[1].parameters[0].coupon_code',
  ],
  [
    'template-coupon-code',
    'a code with a dash',
    { 'components[1].parameters[0].coupon_code': 'A-1' },
    'components[1].parameters[0].coupon_code',
  ],
  [
    'template-limited-time-offer',
    'its link first',
    { 'components[4].index': 0 },
    'components[4].index',
  ],
  [
    'template-limited-time-offer',
    'a lone link second',
    { 'components[3]': url(1), 'components[4]': url(0) },
    'components[3].index',
  ],
  [
    'template-limited-time-offer',
    'no end',
    { 'components[2].parameters[0].limited_time_offer': {} },
    'components[2].parameters[0].limited_time_offer.expiration_time_ms',
  ],
  ['template-carousel', 'one card', { 'components[1].cards': [card(0)] }, 'components[1].cards'],
  [
    'template-carousel',
    'eleven cards',
    { 'components[1].cards': times(11, card) },
    'components[1].cards',
  ],
  [
    'template-carousel',
    'one place twice',
    { 'components[1].cards[1].card_index': 0 },
    'components[1].cards[1].card_index',
  ],
  [
    'template-carousel',
    'a carousel on a card',
    { 'components[1].cards[1].components[0].type': 'carousel' },
    'components[1].cards[1].components[0].type',
  ],
  [
    'template-carousel',
    'a card text of 161 characters',
    { 'components[1].cards[0].components[1].parameters[0].text': 'x'.repeat(161) },
    'components[1].cards[0].components[1].parameters[0].text',
  ],
  [
    'template-mpm',
    'no products',
    { 'components[1].parameters': undefined },
    'components[1].parameters',
  ],
  [
    'template-mpm',
    'eleven sections',
    { [SECTION]: times(11, () => ({ title: 'x', product_items: [{ product_retailer_id: 'a' }] })) },
    SECTION,
  ],
  [
    'template-mpm',
    '31 products',
    { [SECTION]: [{ product_items: times(31, () => ({ product_retailer_id: 'a' })) }] },
    SECTION,
  ],
  [
    'template-mpm',
    'a section title of 25 characters',
    { [`${SECTION}[0].title`]: 'x'.repeat(25) },
    `${SECTION}[0].title`,
  ],
  [
    'template-flow',
    'empty data',
    { [`${BUTTON}.action.flow_action_data`]: {} },
    `${BUTTON}.action.flow_action_data`,
  ],
  [
    'template-voice-call',
    'more than 30 days',
    { 'components[1].parameters[0].ttl_minutes': 43_201 },
    'components[1].parameters[0].ttl_minutes',
  ],
  [
    'template-voice-call',
    'a payload of 513 characters',
    { 'components[1].parameters[1].payload': 'x'.repeat(513) },
    'components[1].parameters[1].payload',
  ],
  [
    'template-order-status',
    'a state that is none',
    { 'components[1].parameters[0].order_status.order.status': 'lost' },
    'components[1].parameters[0].order_status.order.status',
  ],
];

function problemPaths(example: ExampleName, changes: Changes): string[] | undefined {
  const below = Object.entries(changes).map(([path, value]) => [`template.${path}`, value]);
  const message = changedExample(example, Object.fromEntries(below) as Changes);
  // Taking a component away leaves a hole, as no JSON does.
  const json: unknown = JSON.parse(JSON.stringify(message).replace(',null]', ']'));
  return validateMessage(json, { path: '' }).problems?.map(({ path }) => path);
}

describe('a template', () => {
  it.each(VALID)('as in %s may have %s', (example, _what, changes) => {
    expect(problemPaths(example, changes)).toBeUndefined();
  });

  it.each(INVALID)('as in %s may not have %s', (example, _what, changes, ...paths) => {
    expect(problemPaths(example, changes)).toEqual(paths.map((path) => `template.${path}`));
  });

  it.each(['HEADER', 'Header'])('may write its type %s, and is kept in lower case', (type) => {
    const input = changedExample('template-media', { 'template.components[0].type': type });
    const { message } = validateMessage(input);
    expect(message).toMatchObject({ template: { components: [{ type: 'header' }, {}] } });
  });

  it('may write the kind of a button in capitals, as one of the samples does', () => {
    const changes = { 'template.components[1].sub_type': 'CATALOG' };
    const { message } = validateMessage(changedExample('template-catalog', changes));
    expect(message).toMatchObject({ template: { components: [{}, { sub_type: 'catalog' }] } });
  });
});
