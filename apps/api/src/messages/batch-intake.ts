import { Injectable, Logger } from '@nestjs/common';
import { DeliveryEngine, type Acceptance } from 'waypost/delivery';
import { CommitUnknown, type Idempotency, type Inserted } from 'waypost/store';
import { Drain } from '../drain.js';
import { invalid } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { ProblemException } from '../problem.js';
import { commitUnknown, storeProblem } from '../store-problem.js';
import { readBatch, splitItem, type KeyedItem } from './batch-body.js';
import type { BatchAccepted, BatchResult } from './batch.dto.js';
import { fingerprintOf, idempotencyConflict, isIdempotencyKey, keyProblem } from './idempotency.js';
import { MessageCheck } from './message-check.js';
import { keyedAcceptance, replayOf, type Answered } from './message-intake.js';
import { newMessage } from './new-message.js';

const LOGGER = new Logger('BatchIntake');
const ROUTE = 'POST /v1/messages/batch';

// A batch that is wrong is mostly wrong in the same way a thousand times, and its answer must stay one.
const MAX_ITEM_PROBLEMS = 20;

/** An item that may be stored, or why not. */
type Checked = Acceptance | ProblemException;

/** Takes batches: what is wrong with one message never keeps the others from being stored. */
@Injectable()
export class BatchIntake {
  constructor(
    private readonly checks: MessageCheck,
    private readonly engine: DeliveryEngine,
    private readonly drain: Drain,
  ) {}

  /**
   * Stores what is valid of a batch. With a key for the whole of it, the valid messages are stored together or not at
   * all, and a repetition is given the answer of the first; such a batch has no keys for single messages.
   * @throws ProblemException where the body is no batch, or nothing could be stored; StoreUnavailable
   */
  async accept(body: unknown, caller: Caller, key?: string): Promise<Answered<BatchAccepted>> {
    const items = readBatch(body).map(splitItem);
    if (key !== undefined) refuseKeysOf(items);
    const now = Date.now();
    const checked = items.map((item) => this.#check(item, caller, now));
    this.drain.enter();
    try {
      if (key === undefined) return await this.#storeEach(checked);
      const fingerprint = fingerprintOf(ROUTE, body);
      return await this.#storeTogether(checked, { principal: caller.lineage, key, fingerprint });
    } catch (error) {
      throw error instanceof CommitUnknown ? commitUnknown() : error;
    } finally {
      this.drain.leave();
    }
  }

  #check({ message, key }: KeyedItem, caller: Caller, now: number): Checked {
    try {
      const request = this.checks.check(message, caller, MAX_ITEM_PROBLEMS);
      const row = newMessage(request, caller.lineage, now);
      if (key === undefined) return { row };
      if (!isIdempotencyKey(key)) throw invalid([keyProblem('idempotencyKey')]);
      return keyedAcceptance(row, { key, body: message });
    } catch (error) {
      if (error instanceof ProblemException) return error;
      throw error;
    }
  }

  async #storeEach(checked: readonly Checked[]): Promise<Answered<BatchAccepted>> {
    const valid = checked.filter(isValid);
    const stored = valid.length > 0 ? await this.engine.acceptEach(valid) : [];
    let next = 0;
    const results = checked.map((each): BatchResult => {
      if (each instanceof ProblemException) return { error: each.problem };
      return resultOf(each, stored[next++]);
    });
    return { answer: { results }, replayed: false };
  }

  async #storeTogether(
    checked: readonly Checked[],
    idempotency: Omit<Idempotency, 'answer'>,
  ): Promise<Answered<BatchAccepted>> {
    const valid = checked.filter(isValid);
    const results = checked.map((each): BatchResult => {
      if (each instanceof ProblemException) return { error: each.problem };
      return { id: each.row.id, status: 'queued' };
    });
    const answer: BatchAccepted = { results };
    if (valid.length === 0) return { answer, replayed: false };
    const kept = { ...idempotency, answer: JSON.stringify(answer) };
    const group = await this.engine.acceptTogether(valid, kept);
    if (group.kind === 'conflict') throw idempotencyConflict();
    if (group.kind === 'inserted') return { answer, replayed: false };
    return { answer: JSON.parse(group.answer) as BatchAccepted, replayed: true };
  }
}

function isValid(checked: Checked): checked is Acceptance {
  return !(checked instanceof ProblemException);
}

function refuseKeysOf(items: readonly KeyedItem[]): void {
  const problems = items.flatMap(({ key }, index) => {
    const path = `messages[${index}].idempotencyKey`;
    const message = 'Leave it out: the header Idempotency-Key covers the whole batch.';
    return key === undefined ? [] : { path, message };
  });
  if (problems.length > 0) throw invalid(problems);
}

// The other messages are stored, so the request as a whole must not be answered with an error.
function unexpected(error: Error): ProblemException {
  LOGGER.error('A message of a batch failed unexpectedly.', error.stack);
  const detail = 'The gateway failed unexpectedly; its log says how.';
  return new ProblemException('internal_error', detail);
}

function resultOf({ row }: Acceptance, stored: Inserted | Error | undefined): BatchResult {
  if (stored === undefined) throw new Error('The engine gave no result for a message of a batch.');
  if (stored instanceof Error) {
    const told = stored instanceof CommitUnknown ? commitUnknown(row.id) : storeProblem(stored);
    return { error: (told ?? unexpected(stored)).problem };
  }
  if (stored.kind === 'conflict') return { error: idempotencyConflict().problem };
  if (stored.kind === 'inserted') return { id: row.id, status: stored.status };
  const { id, status } = replayOf(stored.answer).answer;
  return { id, status, replayed: true };
}
