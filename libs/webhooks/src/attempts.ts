import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, WebhookAttempt, WebhookRow } from 'waypost/store';
import type { Tried } from './endpoint-lane.js';
import { signatureHeaders } from './signature.js';
import type { WebhookClient, WebhookReply } from './webhook-client.js';

/** What signs, and what time it is. */
export interface Signing {
  secretsOf(webhook: WebhookRow, at: number): readonly string[];
  now(): number;
}

/** An event on its way: the attempt's number is all that differs from one time to the next. */
interface Outgoing {
  readonly eventId: string;
  readonly body: string;
  readonly n: number;
}

/** Signs events and posts them, once each. */
export class Attempts {
  constructor(
    private readonly client: WebhookClient,
    private readonly signing: Signing,
  ) {}

  /** Never throws. */
  tryOnce(row: WebhookRow, { eventId, body, attempts }: ClaimedDelivery): Promise<Tried> {
    return this.#send(row, { eventId, body, n: attempts + 1 });
  }

  /** Sends an event that stands for nothing; nothing of it is stored. */
  async test(row: WebhookRow): Promise<WebhookAttempt> {
    const id = `evt_test_${randomUUID().replaceAll('-', '')}`;
    const at = new Date(this.signing.now()).toISOString();
    const event = { id, type: 'webhook.test', at, data: { webhookId: row.id } };
    return (await this.#send(row, { eventId: id, body: JSON.stringify(event), n: 1 })).attempt;
  }

  close(): Promise<void> {
    return this.client.close();
  }

  async #send(row: WebhookRow, { eventId: id, body, n }: Outgoing): Promise<Tried> {
    const at = this.signing.now();
    const began = performance.now();
    const reply = await this.#post(row, { id, body, at });
    const { status, answer, error, retryAfterMs } = reply;
    const ms = Math.round(performance.now() - began);
    return {
      attempt: { n, at, ms, status, answer, error },
      isSuccess: status !== null && status >= 200 && status < 300,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  }

  async #post(
    row: WebhookRow,
    event: { readonly id: string; readonly body: string; readonly at: number },
  ): Promise<WebhookReply> {
    let headers: Readonly<Record<string, string>>;
    try {
      headers = signatureHeaders(this.signing.secretsOf(row, event.at), event);
    } catch (error) {
      const reason = `It cannot be signed: ${(error as Error).message}`;
      return { status: null, answer: null, error: reason };
    }
    return this.client.post({ url: row.url, headers, body: event.body });
  }
}
