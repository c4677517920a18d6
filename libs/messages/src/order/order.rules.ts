import { isMembers } from '../validation/json.js';
import { locate } from '../validation/locate.js';
import type { Breach } from '../validation/rule.decorator.js';
import { has } from '../validation/rules.decorator.js';

const INDIAN_REFERENCE = 35;
const IMPORTER = ['country_of_origin', 'importer_name', 'importer_address'] as const;

/** Meta recalculates the total. */
export function totalAddsUp(details: object): Breach[] {
  const value = (path: string, absent?: number): number | undefined => {
    const [located] = locate(details, `${path}.value`);
    return located === undefined ? absent : numberOf(located.value);
  };
  const total = value('total_amount');
  const subtotal = value('order.subtotal');
  const tax = value('order.tax');
  const shipping = value('order.shipping', 0);
  const discount = value('order.discount', 0);
  if (total === undefined || subtotal === undefined || tax === undefined) return [];
  if (shipping === undefined || discount === undefined) return [];
  if (total === subtotal + tax + shipping - discount) return [];
  const message = 'The total must be the subtotal plus tax plus shipping minus discount.';
  return [{ path: 'total_amount.value', message }];
}

/** An Indian order without a catalog says of every item where it is from and who imported it. */
export function importersAreNamed(details: object): Breach[] {
  const [order] = locate(details, 'order');
  if (!isIndian(details) || !isMembers(order?.value) || has(order.value, 'catalog_id')) return [];
  return locate(details, 'order.items[]').flatMap(({ path, value }) =>
    IMPORTER.filter((member) => isMembers(value) && !has(value, member)).map((member) => ({
      path: `${path}.${member}`,
      message: `\`${member}\` is required in India where the order names no \`catalog_id\`.`,
    })),
  );
}

/** India asks for more than Brazil, and for a shorter reference. */
export function indianOrderIsComplete(details: object): Breach[] {
  if (!isIndian(details)) return [];
  const missing = has(details, 'payment_settings')
    ? []
    : [{ path: 'payment_settings', message: '`payment_settings` is required in India.' }];
  const long = locate(details, 'reference_id').filter(
    ({ value }) => typeof value === 'string' && value.length > INDIAN_REFERENCE,
  );
  const message = `\`reference_id\` must have at most ${INDIAN_REFERENCE} characters in India.`;
  return [...missing, ...long.map(({ path }) => ({ path, message }))];
}

function isIndian(details: object): boolean {
  return locate(details, 'currency').some(({ value }) => value === 'INR');
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
