import type { CallbackItem, InboundItem, MessagingProvider } from 'waypost/providers';
import type { ItemEvent } from 'waypost/store';
import {
  noticeOf,
  reportOf,
  unknownOf,
  type CallbackRef,
  type KeptCallback,
  type ReadReference,
  type StatusReport,
} from './item-writes.js';
import { shapeOf, type Shape } from './shape.js';

/** An item of a callback, as it is recorded. */
export type ReadItem =
  | { readonly kind: 'status' | 'billing'; readonly report: StatusReport }
  | { readonly kind: 'inbound'; readonly item: InboundItem }
  | { readonly kind: 'template' | 'account'; readonly event: ItemEvent }
  | {
      readonly kind: 'unknown';
      readonly reason: string;
      readonly shape: Shape;
      readonly event: ItemEvent;
    }
  | { readonly kind: 'ignored' };

/**
 * What a callback says, ready to be recorded. Many wait in memory at once, so it holds neither the body nor what was
 * parsed of it, beyond the messages of users.
 */
export interface Reading extends CallbackRef {
  /** The size of the body. */
  readonly bytes: number;
  readonly items: readonly ReadItem[];
  /** Why nothing of it could be read. */
  readonly fault?: string;
}

/** Reads a callback of a sender. Never throws. */
export function readCallback(
  callback: KeptCallback,
  reader: Pick<MessagingProvider, 'translate'> | undefined,
  readReference: ReadReference,
): Reading {
  const { position, sender, provider, receivedAt, body } = callback;
  const reading = { position, sender, provider, receivedAt, bytes: body.byteLength };
  const faulty = (fault: string): Reading => ({ ...reading, items: [], fault });
  if (!reader) return faulty('Nobody can read the callbacks of this sender at the moment.');
  try {
    const items = reader.translate(callback);
    return { ...reading, items: items.map((item) => readItem(callback, item, readReference)) };
  } catch {
    return faulty('The provider failed to read the callback.');
  }
}

function readItem(callback: CallbackRef, item: CallbackItem, read: ReadReference): ReadItem {
  switch (item.kind) {
    case 'status':
    case 'billing':
      return { kind: item.kind, report: reportOf(callback, item, read) };
    case 'inbound':
      return { kind: 'inbound', item };
    case 'template':
    case 'account':
      return { kind: item.kind, event: noticeOf(callback, item) };
    case 'unknown': {
      const shape = shapeOf(item.raw);
      const { kind, reason } = item;
      return { kind, reason, shape, event: unknownOf(callback, item, shape) };
    }
    default:
      return { kind: 'ignored' };
  }
}
