import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** How often the consumer errs, and how often it takes an event and the answer is lost. */
const ERRS = 0.03;
const RESETS = 0.03;
const LIMIT_MS = 120_000;

/** A consumer of webhooks that outlives every kill, and errs now and then until it is told to stop that. */
export class CrashConsumer {
  /** The bodies of each event that was answered with a 2xx or lost its answer, by id. */
  readonly #bodies = new Map<string, Set<string>>();
  readonly #broken: string[] = [];
  #isSound = false;
  #secret = '';
  #id = '';

  private constructor(
    private readonly server: Server,
    private readonly key: string,
  ) {}

  static async start(key: string): Promise<CrashConsumer> {
    const server = createServer((request, response) => void consumer.#take(request, response));
    const consumer = new CrashConsumer(server, key);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return consumer;
  }

  /** Has every event of the gateway posted here. */
  async subscribe(gateway: string): Promise<void> {
    const { port } = this.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const made = await this.#call(gateway, '/v1/webhooks', { url, events: ['*'] });
    const { id, secret } = (await made.json()) as { id: string; secret: string };
    this.#id = id;
    this.#secret = secret;
  }

  /** Errs no more; gives the promises that are broken once everything that happened has been told, or never will be. */
  async judge(gateway: string): Promise<string[]> {
    this.#isSound = true;
    const events = await this.#feed(gateway);
    const deadline = Date.now() + LIMIT_MS;
    const missing = () => [...events.keys()].filter((id) => !this.#bodies.has(id));
    while (missing().length > 0 && Date.now() < deadline) {
      const since = new Date(0).toISOString();
      await this.#call(gateway, `/v1/webhooks/${this.#id}/redeliver`, { since });
      await sleep(500);
    }
    const lost = missing().map((id) => `${id} was never delivered to the webhook`);
    return [...lost, ...this.#changed(events), ...this.#broken];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What differs from one delivery to the next, or from what the feed tells. */
  #changed(events: ReadonlyMap<string, string>): string[] {
    return [...this.#bodies].flatMap(([id, bodies]) => {
      if (bodies.size > 1) return [`${id} was delivered with ${bodies.size} different bodies`];
      const told = events.get(id);
      return told === undefined || bodies.has(told) ? [] : [`${id} differs from the feed`];
    });
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return;
    if (!this.#isSound && Math.random() < ERRS) {
      response.writeHead(500).end();
      return;
    }
    this.#note(body, request.headers as Record<string, string>);
    if (!this.#isSound && Math.random() < RESETS) request.socket.resetAndDestroy();
    else response.writeHead(204).end();
  }

  #note(body: string, headers: Record<string, string>): void {
    const id = headers['webhook-id'] ?? '';
    try {
      new Webhook(this.#secret).verify(body, headers);
    } catch (error) {
      this.#broken.push(`${id} cannot be verified: ${String(error)}`);
    }
    this.#bodies.set(id, (this.#bodies.get(id) ?? new Set()).add(body));
  }

  /** Every event by id, as the feed tells it. */
  async #feed(gateway: string): Promise<Map<string, string>> {
    const events = new Map<string, string>();
    for (let after = ''; ;) {
      const from = after === '' ? '' : `&after=${after}`;
      const answer = await this.#call(gateway, `/v1/events?limit=1000${from}`);
      const page = (await answer.json()) as { data: { id: string }[]; nextCursor: string };
      for (const event of page.data) events.set(event.id, JSON.stringify(event));
      if (page.data.length === 0) return events;
      after = page.nextCursor;
    }
  }

  async #call(gateway: string, path: string, body?: object): Promise<Response> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    const content = body && { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(gateway + path, { headers, ...content });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer;
  }
}
