import { Agent } from 'undici';
import {
  EgressRefused,
  guardedConnector,
  readRetryAfter,
  type EgressPolicy,
} from 'waypost/providers';

const CONNECT_TIMEOUT_MS = 5_000;
/** How much of an answer is kept, and how much is read so that its connection may serve again. */
const KEPT_BYTES = 1_024;
const READ_BYTES = 64 * 1_024;

/** What a consumer is sent. */
export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of a request. */
export interface WebhookReply {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** The first 1 KiB of the body. */
  readonly answer: string | null;
  /** Why there was no answer, in a sentence. */
  readonly error: string | null;
  readonly retryAfterMs?: number;
}

/**
 * Posts to consumers: through the egress guard, without redirects or a proxy, on pooled connections. Their number is
 * not limited here, for one endpoint must never wait for another one's; each endpoint's own pace limits it.
 */
export class WebhookClient {
  readonly #agent: Agent;

  constructor(
    policy: EgressPolicy,
    private readonly timeoutMs: number,
  ) {
    this.#agent = new Agent({
      connect: guardedConnector(policy, Math.min(CONNECT_TIMEOUT_MS, timeoutMs)),
      pipelining: 1,
      keepAliveTimeout: 4_000,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Sends once; never throws. */
  async post({ url, headers, body }: WebhookRequest): Promise<WebhookReply> {
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const { origin, pathname, search } = new URL(url);
      const path = pathname + search;
      const answer = await this.#agent.request({
        ...{ origin, path, method: 'POST', body, signal },
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Waypost',
          ...headers,
        },
      });
      const retryAfterMs = readRetryAfter(answer.headers['retry-after']);
      return {
        status: answer.statusCode,
        answer: await beginningOf(answer.body),
        error: null,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      };
    } catch (error) {
      return { status: null, answer: null, error: this.#explain(error, signal) };
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #explain(error: unknown, signal: AbortSignal): string {
    if (error instanceof EgressRefused) return error.message;
    if (signal.aborted) return `There was no answer within ${this.timeoutMs / 1_000} s.`;
    const { code, name } = error as Error & { readonly code?: string };
    return `The connection failed (${code ?? name}).`;
  }
}

/** What counts is the status: a body that breaks off takes nothing away from it. */
async function beginningOf(body: AsyncIterable<Buffer>): Promise<string> {
  const kept: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      if (size < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - size));
      size += chunk.length;
      if (size > READ_BYTES) break;
    }
  } catch {
    // As far as it came.
  }
  // PostgreSQL keeps no NUL in a text.
  return new TextDecoder().decode(Buffer.concat(kept)).replaceAll('\0', '');
}
