import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { CONNECT_TIMEOUT_MS, KEEP_ALIVE_AFTER_MS } from './pool.js';

const CHANNEL = 'waypost_hint';
const RECONNECT_MS = 1_000;

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
    private readonly hear: (sender: string) => void,
  ) {}

  /** Listens, and goes on trying where it cannot. */
  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
      application_name: 'waypost hints',
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.receive(payload ?? ''));
    client.on('error', () => undefined);
    client.on('end', () => this.reopen());
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch {
      this.reopen();
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private receive(payload: string): void {
    const at = payload.indexOf(' ');
    if (payload.slice(0, at) !== this.origin) this.hear(payload.slice(at + 1));
  }

  private reopen(): void {
    if (this.closed) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.open();
    }, RECONNECT_MS);
    this.timer.unref();
  }
}
