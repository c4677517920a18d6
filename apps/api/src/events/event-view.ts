import type { EventRow } from 'waypost/store';
import type { EventData, EventView } from './event-view.dto.js';

/** A stored event as the API shows it. */
export function viewEvent(row: EventRow): EventView {
  const { position, type, sequence, sender, messageId, at } = row;
  const { retryAt, ...data } = JSON.parse(row.data) as Omit<EventData, 'retryAt'> & {
    readonly retryAt?: number;
  };
  return {
    id: `evt_${position}`,
    type,
    sequence,
    sender,
    ...(messageId !== null && { messageId }),
    at: new Date(at).toISOString(),
    data: { ...data, ...(retryAt !== undefined && { retryAt: new Date(retryAt).toISOString() }) },
  };
}
