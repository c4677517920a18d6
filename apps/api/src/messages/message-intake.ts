import { Injectable } from '@nestjs/common';
import type { SendMessageDto } from 'waypost/messages';
import { DeliveryEngine, type Acceptance, type DirectAcceptance } from 'waypost/delivery';
import { CommitUnknown, type NewMessage } from 'waypost/store';
import { Drain } from '../drain.js';
import type { Caller } from '../keys/caller.js';
import { commitUnknown } from '../store-problem.js';
import { fingerprintOf, idempotencyConflict } from './idempotency.js';
import type { MessageAccepted } from './message-accepted.dto.js';
import { MessageCheck } from './message-check.js';
import { newMessage } from './new-message.js';

/** The route of single messages; one in a batch with a key of its own counts as sent there. */
const ROUTE = 'POST /v1/messages';

/** What to answer, and whether it was answered before. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly replayed: boolean;
}

/** Takes single messages: checks each, and answers once it is stored durably. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly checks: MessageCheck,
    private readonly engine: DeliveryEngine,
    private readonly drain: Drain,
  ) {}

  /**
   * Stores a message, or gives the answer of the earlier request with the same key and body.
   * @throws ProblemException where it is not stored, or nobody knows whether it is; StoreUnavailable
   */
  async accept(body: unknown, caller: Caller, key?: string): Promise<Answered<MessageAccepted>> {
    const request = this.checks.check(body, caller);
    const row = newMessage(request, caller.lineage, Date.now());
    const acceptance = directAcceptance(
      row,
      request,
      key === undefined ? undefined : { key, body },
    );
    this.drain.enter();
    try {
      const inserted = await this.engine.accept(acceptance);
      if (inserted.kind === 'conflict') throw idempotencyConflict();
      if (inserted.kind === 'replayed') return replayOf(inserted.answer);
      return { answer: answerOf(row, inserted.status), replayed: false };
    } catch (error) {
      throw error instanceof CommitUnknown ? commitUnknown(row.id) : error;
    } finally {
      this.drain.leave();
    }
  }
}

/** A key, and the body that it stands for. */
interface Keyed {
  readonly key: string;
  readonly body: unknown;
}

function directAcceptance(
  row: NewMessage,
  { message }: SendMessageDto,
  keyed?: Keyed,
): DirectAcceptance {
  if (!keyed) return { row, message };
  const answerIfSending = JSON.stringify(answerOf(row, 'sending'));
  return { ...keyedAcceptance(row, keyed), message, answerIfSending };
}

/** A message with a key, and with what its repetitions are to be answered while it is queued. */
export function keyedAcceptance(row: NewMessage, { key, body }: Keyed): Acceptance {
  const answer = JSON.stringify(answerOf(row, 'queued'));
  const fingerprint = fingerprintOf(ROUTE, body);
  return { row, idempotency: { principal: row.principal, key, fingerprint, answer } };
}

/** The stored answer, as it was given. */
export function replayOf(answer: string): Answered<MessageAccepted> {
  return { answer: JSON.parse(answer) as MessageAccepted, replayed: true };
}

function answerOf(row: NewMessage, status: 'queued' | 'sending'): MessageAccepted {
  const { id, sender, recipient, type, reference, dueAt, createdAt } = row;
  return {
    id,
    status,
    sender,
    ...addressOf(recipient),
    type,
    ...(reference !== null && { reference }),
    ...(dueAt > 0 && { sendAt: new Date(dueAt).toISOString() }),
    createdAt: new Date(createdAt).toISOString(),
  };
}

/** A recipient under the name by which a message addresses it. */
export function addressOf(
  recipient: string,
): { readonly to: string } | { readonly recipient: string } {
  return recipient.startsWith('+') ? { to: recipient } : { recipient };
}
