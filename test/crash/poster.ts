import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A message as its caller knows it. */
export interface Posted {
  /** The gateway's id, once a 202 told it. */
  id?: string;
  readonly key: string;
  readonly to: string;
  readonly onUnknown: 'fail' | 'retry';
}

/**
 * One caller with recipients of its own: posts one message after the other, each only after the 202 of the one
 * before, and repeats a post whose answer was lost, under the same Idempotency-Key, until it has an answer.
 */
export class Poster {
  readonly posted: Posted[] = [];
  #isStopped = false;
  #isAbandoned = false;
  readonly #work: Promise<void>;

  constructor(
    private readonly recipients: readonly string[],
    private readonly url: () => string,
    private readonly apiKey: string,
    private readonly sender: string,
    private readonly pauseMs = 2,
  ) {
    this.#work = this.#run();
  }

  /** Posts nothing new; resolves when what was begun has its answer. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#work;
  }

  /** Gives up what has no answer; the gateway is gone for good. */
  abandon(): void {
    this.#isStopped = true;
    this.#isAbandoned = true;
  }

  async #run(): Promise<void> {
    for (let i = 0; !this.#isStopped; i++) {
      const to = this.recipients[i % this.recipients.length] ?? '';
      const posted: Posted = { key: randomUUID(), to, onUnknown: i % 4 === 3 ? 'retry' : 'fail' };
      this.posted.push(posted);
      while (posted.id === undefined && !this.#isAbandoned) {
        posted.id = await this.#post(posted);
        if (posted.id === undefined) await sleep(20);
      }
      await sleep(this.pauseMs);
    }
  }

  async #post({ key, to, onUnknown }: Posted): Promise<string | undefined> {
    try {
      const answer = await fetch(`${this.url()}/v1/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${this.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({
          sender: this.sender,
          message: { to, type: 'text', text: { body: 'Hello' } },
          onUnknown,
          unknownGraceSeconds: 1,
        }),
        signal: AbortSignal.timeout(5_000),
      });
      const body = (await answer.json()) as { id?: string };
      return answer.status === 202 ? body.id : undefined;
    } catch {
      // The gateway was killed; the next one is asked the same.
      return undefined;
    }
  }
}
