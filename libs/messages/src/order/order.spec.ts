import { describe, expect, it } from '@jest/globals';
import { changedExample, type Changes } from '../examples/changed-example.js';
import type { ExampleName } from '../examples/examples.js';
import { validateMessage } from '../validate-message.js';

type Case = readonly [what: string, changes: Changes, ...paths: string[]];

const inSeconds = (seconds: number) => String(Math.ceil(Date.now() / 1000) + seconds);
const expiring = (timestamp: unknown): Changes => ({ 'order.expiration': { timestamp } });
const paidBy = (setting: object): Changes => ({ payment_settings: [setting] });
const importer = { country_of_origin: undefined, importer_name: undefined };
const withoutImporter = Object.fromEntries(
  Object.keys(importer).map((member) => [`order.items[0].${member}`, undefined]),
);
const beneficiary = {
  name: 'Customer Care',
  address_line1: '1 Example Street',
  city: 'Bengaluru',
  state: 'Karnataka',
  country: 'India',
  postal_code: '560001',
};

const VALID: readonly Case[] = [
  ['a reference of 35 characters', { reference_id: 'x'.repeat(35) }],
  ['a reference of 60 characters in Brazil', { currency: 'BRL', reference_id: 'x'.repeat(60) }],
  ['no way to pay in Brazil', { currency: 'BRL', payment_type: 'br', payment_settings: undefined }],
  ['no importer in Brazil', { currency: 'BRL', ...withoutImporter }],
  ['no importer of what a catalog has', { 'order.catalog_id': '1', ...withoutImporter }],
  ['an end as text', expiring(inSeconds(400))],
  ['an end as a number', expiring(Number(inSeconds(400)))],
  ['beneficiaries', { beneficiaries: [beneficiary] }],
  ['an address to ship to', { shipping_info: { country: 'IN', addresses: [] } }],
  [
    'a UPI intent',
    paidBy({ type: 'upi_intent_link', upi_intent_link: { link: 'upi://pay?pa=a' } }),
  ],
  [
    'a payment link',
    paidBy({ type: 'payment_link', payment_link: { uri: 'https://example.com' } }),
  ],
  ['a boleto', paidBy({ type: 'boleto', boleto: { digitable_line: '03399' } })],
  [
    'a Pix code',
    paidBy({
      type: 'pix_dynamic_code',
      pix_dynamic_code: { code: '1', merchant_name: 'Example', key: '1', key_type: 'EVP' },
    }),
  ],
  [
    'a card',
    paidBy({
      type: 'offsite_card_pay',
      offsite_card_pay: { last_four_digits: '5235', credential_id: '1' },
    }),
  ],
  ["a gateway's own fields", { 'payment_settings[0].payment_gateway.razorpay': { receipt: '42' } }],
];

const INVALID: readonly Case[] = [
  ['a reference of 36 characters', { reference_id: 'x'.repeat(36) }, 'reference_id'],
  [
    'a reference of 61 characters in Brazil',
    { currency: 'BRL', reference_id: 'x'.repeat(61) },
    'reference_id',
  ],
  ['a reference with a space', { reference_id: 'order 42' }, 'reference_id'],
  ['other goods', { type: 'goods' }, 'type'],
  ['another currency', { currency: 'USD' }, 'currency'],
  ['no way to pay', { payment_settings: undefined }, 'payment_settings'],
  ['an empty list of ways to pay', { payment_settings: [] }, 'payment_settings'],
  ['a way to pay that is none', paidBy({ type: 'cash' }), 'payment_settings[0].type'],
  [
    'another gateway',
    { 'payment_settings[0].payment_gateway.type': 'other' },
    'payment_settings[0].payment_gateway.type',
  ],
  [
    'a set-up of 61 characters',
    { 'payment_settings[0].payment_gateway.configuration_name': 'x'.repeat(61) },
    'payment_settings[0].payment_gateway.configuration_name',
  ],
  ['another total', { 'total_amount.value': 40_001 }, 'total_amount.value'],
  ['a total that leaves out the discount', { 'order.discount': undefined }, 'total_amount.value'],
  ['another offset', { 'total_amount.offset': 1000 }, 'total_amount.offset'],
  ['half a paisa', { 'order.tax.value': 0.5 }, 'order.tax.value', 'total_amount.value'],
  ['another state', { 'order.status': 'shipped' }, 'order.status'],
  ['no items', { 'order.items': [] }, 'order.items'],
  ['a name of 61 characters', { 'order.items[0].name': 'x'.repeat(61) }, 'order.items[0].name'],
  ['half an item', { 'order.items[0].quantity': 0.5 }, 'order.items[0].quantity'],
  [
    'no importer',
    withoutImporter,
    'order.items[0].country_of_origin',
    'order.items[0].importer_name',
  ],
  ['no tax', { 'order.tax': undefined }, 'order.tax'],
  [
    'a description of 61 characters',
    { 'order.tax.description': 'x'.repeat(61) },
    'order.tax.description',
  ],
  ['an end that is near', expiring(inSeconds(200)), 'order.expiration.timestamp'],
  ['an end in words', expiring('tomorrow'), 'order.expiration.timestamp'],
  [
    'a beneficiary abroad',
    { beneficiaries: [{ ...beneficiary, country: 'US' }] },
    'beneficiaries[0].country',
  ],
];

function problemPaths(
  example: ExampleName,
  parent: string,
  changes: Changes,
): string[] | undefined {
  const below = Object.entries(changes).map(([path, value]) => [`${parent}.${path}`, value]);
  const message = changedExample(example, Object.fromEntries(below) as Changes);
  const { problems } = validateMessage(message, { path: '' });
  return problems?.map(({ path }) => path.replace(`${parent}.`, ''));
}

describe.each([
  ['interactive-order-details', 'interactive.action.parameters'],
  ['template-order-details', 'template.components[1].parameters[0].action.order_details'],
] as const)('an order in %s', (example, parent) => {
  it.each(VALID)('may have %s', (_what, changes) => {
    expect(problemPaths(example, parent, changes)).toBeUndefined();
  });

  it.each(INVALID)('may not have %s', (_what, changes, ...paths) => {
    expect(problemPaths(example, parent, changes)).toEqual(paths);
  });
});

describe('the status of an order', () => {
  const statusOf = (changes: Changes) =>
    problemPaths('interactive-order-status', 'interactive.action.parameters', changes);

  it.each(['processing', 'partially_shipped', 'completed', 'canceled'])('may be %s', (status) => {
    expect(statusOf({ 'order.status': status })).toBeUndefined();
  });

  it('may tell of a payment', () => {
    expect(statusOf({ payment: { status: 'captured', timestamp: 1_722_445_231 } })).toBeUndefined();
  });

  it.each<Case>([
    ['be spelled as in tables', { 'order.status': 'partially-shipped' }, 'order.status'],
    [
      'have 121 characters of description',
      { 'order.description': 'x'.repeat(121) },
      'order.description',
    ],
    ['lack its order', { reference_id: undefined }, 'reference_id'],
    ['tell of another payment', { payment: { status: 'paid' } }, 'payment.status'],
  ])('may not %s', (_what, changes, ...paths) => {
    expect(statusOf(changes)).toEqual(paths);
  });
});
