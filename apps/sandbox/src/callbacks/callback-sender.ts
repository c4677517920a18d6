import { Agent } from 'undici';
import type { CallbackLog, CallbackOutcome } from '../log/callback-log.js';
import { warningFor } from '../log/callback-log.js';
import type { Json } from '../fields.js';
import type { Pauses } from '../pauses.js';
import { callbackRequest } from './callback-request.js';
import type { CallbackRegistration } from './registration.js';

/** One callback on its way to one receiver. */
export interface Callback {
  readonly registration: CallbackRegistration;
  readonly events: readonly string[];
  readonly messageId?: string;
  readonly payload: Json;
}

const KEPT_OF_ANSWER = 1024;
const READ_OF_ANSWER = 64 * 1024;

/** Reads a receiver's answer to its end or to a sensible length, and keeps its beginning. */
const beginningOf = async (body: AsyncIterable<Buffer>): Promise<string> => {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (length < KEPT_OF_ANSWER) kept.push(chunk);
    length += chunk.length;
    if (length > READ_OF_ANSWER) break;
  }
  return Buffer.concat(kept).subarray(0, KEPT_OF_ANSWER).toString('utf8');
};

const describe = (error: unknown): string => {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  if (typeof code === 'string') return code.includes('TIMEOUT') ? `timeout (${code})` : code;
  return typeof message === 'string' ? message : 'unknown error';
};

interface Surroundings {
  readonly log: CallbackLog;
  readonly pauses: Pauses;
  readonly now: () => number;
  /** Milliseconds a receiver may take; then the callback counts as failed. */
  readonly timeoutMs: number;
}

/** Calls receivers, and repeats what they did not take, a bounded number of times. */
export class CallbackSender {
  readonly #agent: Agent;

  constructor(private readonly around: Surroundings) {
    const { timeoutMs } = around;
    this.#agent = new Agent({
      connections: 64,
      allowH2: false,
      connect: { timeout: timeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  /** Sends a callback once, logs the attempt, and says whether the receiver took it. */
  async attempt(callback: Callback, attempt = 1): Promise<boolean> {
    const { log, pauses, now } = this.around;
    if (pauses.closed) return false;
    const { registration, payload, ...about } = callback;
    const request = callbackRequest(registration, payload);
    const sentAt = new Date(now()).toISOString();
    const outcome = await this.#call(request);
    if (pauses.closed) return false;
    const delivered = 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
    const { id, provider, account } = registration;
    const warning = warningFor(provider, outcome);
    log.add({
      registration: id,
      provider,
      account,
      ...about,
      method: request.method,
      url: request.url,
      body: request.body ?? '',
      attempt,
      sentAt,
      outcome,
      delivered,
      ...(warning === undefined ? {} : { warning }),
    });
    return delivered;
  }

  /** Repeats a callback that was not taken, with growing pauses, until it is or the attempts are used up. */
  async repeat(callback: Callback): Promise<void> {
    const { attempts, backoffMs, maxBackoffMs } = callback.registration.redelivery;
    for (let attempt = 2; attempt <= attempts; attempt += 1) {
      await this.around.pauses.sleep(Math.min(backoffMs * 2 ** (attempt - 2), maxBackoffMs));
      if (this.around.pauses.closed) return;
      if (await this.attempt(callback, attempt)) return;
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #call(request: ReturnType<typeof callbackRequest>): Promise<CallbackOutcome> {
    try {
      const { origin, pathname, search } = new URL(request.url);
      const { statusCode, body } = await this.#agent.request({
        origin,
        path: pathname + search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
      });
      return { status: statusCode, body: await beginningOf(body) };
    } catch (error) {
      return { error: describe(error) };
    }
  }
}
