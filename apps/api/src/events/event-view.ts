import type { EventRow } from 'waypost/store';
import type { EventView } from './event-view.dto.js';

/** A stored event as the API shows it. */
export function viewEvent(row: EventRow): EventView {
  const { position, type, sequence, sender, messageId, at } = row;
  return {
    id: `evt_${position}`,
    type,
    ...(row.message !== null && { sequence }),
    ...(sender !== '' && { sender }),
    ...(messageId !== null && { messageId }),
    at: new Date(at).toISOString(),
    data: viewData(JSON.parse(row.data) as Data),
  };
}

type Data = Readonly<Record<string, unknown>>;

// The one time that is stored as a number, in events of a message's status.
function viewData({ retryAt, ...data }: Data): Data {
  const isTime = typeof retryAt === 'number';
  return { ...data, ...(isTime && { retryAt: new Date(retryAt).toISOString() }) };
}
