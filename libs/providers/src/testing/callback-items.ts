import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { CallbackItem, DeliveryStatus, StatusItem } from '../callback-item.js';

const KINDS: Readonly<Record<CallbackItem['kind'], true>> = {
  status: true,
  inbound: true,
  billing: true,
  template: true,
  account: true,
  ignored: true,
  unknown: true,
};
const STATUSES: Readonly<Record<DeliveryStatus, true>> = {
  accepted: true,
  sent: true,
  delivered: true,
  read: true,
  played: true,
  failed: true,
};
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * Asserts what holds for the items of every callback: there is at least one, and each keeps to its own type.
 * @throws AssertionError
 */
export function assertAreItems(items: readonly CallbackItem[], when: string): void {
  assert.ok(items.length > 0, `No item came out of ${when}.`);
  for (const item of items) {
    const shown = `${when} gave ${inspect(item)}`;
    assert.ok(Object.hasOwn(KINDS, item.kind), `A kind that does not exist: ${shown}`);
    assert.ok(typeof item.id === 'string' && item.id !== '', `An item without an id: ${shown}`);
    assert.notEqual(item.raw, undefined, `An item without its raw part: ${shown}`);
    const { occurredAt } = item;
    const isTime = occurredAt === undefined || isIsoUtc(occurredAt);
    assert.ok(isTime, `occurredAt must be ISO 8601 in UTC: ${shown}`);
    if ('ids' in item) assertAreIds(item.ids, shown);
    if (item.kind === 'status') assertIsStatus(item, shown);
  }
}

function isIsoUtc(time: unknown): boolean {
  return typeof time === 'string' && ISO_UTC.test(time) && !Number.isNaN(Date.parse(time));
}

function assertIsStatus(item: StatusItem, shown: string): void {
  assert.ok(Object.hasOwn(STATUSES, item.status), `A status that does not exist: ${shown}`);
  const failed = item.status === 'failed';
  assert.equal(item.failure !== undefined, failed, `failure goes with "failed": ${shown}`);
}

function assertAreIds({ reference, providerIds, wamid }: StatusItem['ids'], shown: string): void {
  const all: unknown[] = [...providerIds, reference ?? 'none', wamid ?? 'none'];
  const areTexts = all.every((id) => typeof id === 'string' && id !== '');
  assert.ok(areTexts, `Every id must be a text that is not empty: ${shown}`);
  assert.equal(new Set(providerIds).size, providerIds.length, `providerIds repeat: ${shown}`);
}
