import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { connectionTo, type Sockets } from './connection.js';
import { isSilence } from './failures.js';

const CHANNEL = 'waypost_hint';
const RECONNECT_MS = 1_000;
/** Nothing is asked over this connection, so that it would never be found to be dead. */
const ASK_EVERY_MS = 10_000;

/** Hints by LISTEN and NOTIFY. What is sent while nobody listens is lost, which hints may be. */
export class HintListener {
  /** → nothing; takes this process's name and a JSON array of senders */
  readonly notify = {
    name: 'notify',
    sql: `select pg_notify('${CHANNEL}', $1 || ' ' || sender) from jsonb_array_elements_text($2::jsonb) as sender`,
  };
  /** The name of this process, so that it can tell its own hints. */
  readonly origin = randomUUID();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly sockets: Sockets,
    private readonly hear: (sender: string) => void,
  ) {}

  /** Listens, and goes on trying where it cannot. */
  async open(): Promise<void> {
    const client = new pg.Client({
      ...connectionTo(this.url, this.sockets),
      application_name: 'waypost hints',
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.receive(payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => this.reopen(client));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      this.schedule(ASK_EVERY_MS, () => void this.ask(client));
    } catch {
      this.reopen(client);
    }
  }

  /** Listens no more. The goodbye may still be on its way. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.client?.end().catch(() => undefined);
  }

  private receive(payload: string): void {
    const at = payload.indexOf(' ');
    if (payload.slice(0, at) !== this.origin) this.hear(payload.slice(at + 1));
  }

  private async ask(client: pg.Client): Promise<void> {
    try {
      await client.query('select 1');
      if (this.client === client) this.schedule(ASK_EVERY_MS, () => void this.ask(client));
    } catch (error) {
      if (isSilence(error)) this.sockets.destroy();
      this.reopen(client);
    }
  }

  private reopen(client: pg.Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    this.schedule(RECONNECT_MS, () => void this.open());
  }

  private schedule(ms: number, then: () => void): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(then, ms).unref();
  }
}
