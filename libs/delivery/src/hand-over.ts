import type { Message } from 'waypost/messages';
import { type Accepted, ProviderError } from 'waypost/providers';
import type { WaitingRow } from 'waypost/store';
import type { DeliverySender } from './delivery-sender.js';
import { acceptedOutcome, refusedOutcome, type Ended, type Outcome } from './outcome.js';

/** Our reference of an attempt: what vendors echo, and what tells attempt 1 from attempt 2 in callbacks. */
export function attemptRef(messageId: string, n: number): string {
  return `${messageId}.${n}`;
}

/** Reads what `attemptRef` made; undefined for anything else. */
export function readAttemptRef(
  reference: string,
): { readonly messageId: string; readonly attempt: number } | undefined {
  const [, messageId, attempt] = /^(msg_[0-9a-f]+)\.([1-9]\d{0,8})$/.exec(reference) ?? [];
  return messageId ? { messageId, attempt: Number(attempt) } : undefined;
}

/** Hands a message over, once, and says what became of it. Never rejects, and keeps of the message nothing but its row. */
export function handOver(
  sender: DeliverySender,
  row: WaitingRow,
  n: number,
  message: Message,
): Promise<Outcome> {
  const startedAt = Date.now();
  return outcomeOf(send(sender, row, n, message), { row, n, startedAt });
}

// Whatever a provider throws, and however, is an end of the attempt.
function send(
  { provider }: DeliverySender,
  row: WaitingRow,
  n: number,
  message: Message,
): Promise<Accepted> {
  try {
    return provider.send(message, {
      attemptRef: attemptRef(row.id, n),
      labels: row.labels === null ? undefined : (JSON.parse(row.labels) as string[]),
    });
  } catch (error) {
    return Promise.reject(asProviderError(error));
  }
}

async function outcomeOf(
  sent: Promise<Accepted>,
  { row, n, startedAt }: Omit<Ended, 'endedAt'>,
): Promise<Outcome> {
  const end = (): Ended => ({ row, n, startedAt, endedAt: Date.now() });
  try {
    const accepted = await sent;
    return acceptedOutcome(end(), accepted);
  } catch (error) {
    return refusedOutcome(end(), asProviderError(error), Math.random());
  }
}

/** The outcome of an attempt that was marked but never begun: nothing was sent, and it is tried again at once. */
export function notBegun(row: WaitingRow, n: number, why: string): Outcome {
  const now = Date.now();
  const error = new ProviderError(`The attempt was not begun: ${why}.`, {
    code: 'unavailable',
    mayHaveBeenSent: false,
  });
  return { ...refusedOutcome({ row, n, startedAt: now, endedAt: now }, error, 0), answer: 'none' };
}

// A provider that throws anything else is at fault, and nobody knows how far it got.
function asProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new ProviderError(`The provider failed with ${name}.`, {
    code: 'unrecognized',
    mayHaveBeenSent: true,
  });
}
