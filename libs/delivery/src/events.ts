import type { MessageStatus, NewEvent } from 'waypost/store';
import type { StoredError } from './stored-error.js';

/** What an event of a message tells besides its type and time. */
export interface MessageEventData {
  /** The message's status from now on. */
  readonly status: MessageStatus;
  readonly attempt?: number;
  readonly providerMessageId?: string;
  readonly error?: StoredError;
  /** When a queued message is tried again; epoch milliseconds. */
  readonly retryAt?: number;
  /** The status that turned out to be wrong. */
  readonly corrects?: string;
  /** Whether the attempt was found by inference rather than by an id. */
  readonly inferred?: true;
}

const QUEUED = JSON.stringify({ status: 'queued' } satisfies MessageEventData);

/** The first event of a message: it is accepted, and waits. */
export function queuedEvent(at: number): NewEvent {
  return { type: 'message.queued', at, data: QUEUED };
}

/** The event of a change; a correction is told as `message.corrected`, any other change by its status. */
export function messageEvent(at: number, data: MessageEventData): NewEvent {
  const type = data.corrects === undefined ? `message.${data.status}` : 'message.corrected';
  return { type, at, data: JSON.stringify(data) };
}
