import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from './postgres.js';
import { KEY } from './support/gateway.js';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

const SENDER = {
  id: 'shop',
  provider: 'memory',
  phone: '+919876500001',
  options: {},
};

describe('starting the built gateway', () => {
  const started: GatewayProcess[] = [];

  afterEach(async () => {
    await Promise.all(started.splice(0).map((gateway) => gateway.kill()));
  });

  function start(...args: ConstructorParameters<typeof GatewayProcess>): GatewayProcess {
    const gateway = new GatewayProcess(...args);
    started.push(gateway);
    return gateway;
  }

  async function refusal(...args: ConstructorParameters<typeof GatewayProcess>): Promise<string> {
    const gateway = start(...args);
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.stdout).toBe('');
    return gateway.stderr;
  }

  it('names everything that is wrong with the settings at once, and no value', async () => {
    const settings = { PORT: 'hunter2', LOG_LEVEL: 'hunter2', BOOTSTRAP_API_KEY: 'hunter2' };
    const told = await refusal(settings);
    expect(told.split('\n')).toEqual([
      'The settings are wrong; see .env.example:',
      '  - PORT must be a whole number from 0 to 65535.',
      expect.stringMatching(/^ {2}- BOOTSTRAP_API_KEY must be wp_/),
      expect.stringMatching(/^ {2}- LOG_LEVEL must be one of/),
      '',
    ]);
    expect(told).not.toContain('hunter2');
  });

  it('names everything that is wrong with the senders at once', async () => {
    const directory = newDirectory();
    const senders = [{ ...SENDER, provider: 'memroy' }, SENDER];
    writeFileSync(join(directory, 'senders.json'), JSON.stringify(senders));
    expect(await refusal({ SENDERS_FILE: 'senders.json' }, { directory })).toBe(
      'senders.json has mistakes:\n' +
        '  - Sender "shop": Field provider must be one of gupshup, kaleyra, memory. Did you mean "memory"?\n' +
        '  - Sender "shop" appears more than once: ids must be unique.\n',
    );
  });

  it('names the port that is in use, and the setting', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const told = await refusal({ PORT: String(port), BOOTSTRAP_API_KEY: KEY }).finally(() =>
      other.close(),
    );
    expect(told).toBe(`Port ${port} is in use: stop what listens there, or set PORT.\n`);
  });

  it('gives its senders back to the other replicas where it cannot listen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const database = await createDatabase();
    const settings = {
      DATABASE_URL: database.url,
      SECRET_KEY: Buffer.alloc(32).toString('base64'),
    };
    await refusal({ ...settings, PORT: String(port), BOOTSTRAP_API_KEY: KEY });
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    expect((await client.query('select id from replicas')).rows).toEqual([]);
    await client.end();
    other.close();
    await database.drop();
  });

  it('names the database that another process holds', async () => {
    const directory = newDirectory();
    const first = start({ BOOTSTRAP_API_KEY: KEY }, { directory });
    await first.url();
    const told = await refusal({ BOOTSTRAP_API_KEY: KEY }, { directory });
    expect(told).toMatch(/^The database file .*waypost\.db is in use by another process: .*\n$/);
  });

  it.each([
    [{ DATABASE_URL: 'sqlite:/dev/null/waypost.db' }, /^The database cannot be opened \(E\w+\):/],
    [
      {
        DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none',
        SECRET_KEY: Buffer.alloc(32).toString('base64'),
      },
      /^The database cannot be used \(.*ECONNREFUSED.*\):/,
    ],
  ])('says in a sentence that a database cannot be used', async (settings, sentence) => {
    const told = await refusal({ BOOTSTRAP_API_KEY: KEY, ...settings });
    expect(told).toMatch(sentence);
    expect(told.trim()).not.toContain('\n');
    expect(told).not.toContain('hunter2');
  });

  it('reads .env in its directory, and lets the process win', async () => {
    const directory = newDirectory();
    writeFileSync(join(directory, '.env'), 'PORT=1\nSENDERS_FILE=senders.json\n');
    writeFileSync(join(directory, 'senders.json'), JSON.stringify([SENDER]));
    const gateway = start({ BOOTSTRAP_API_KEY: KEY }, { directory });
    const response = await fetch(`${await gateway.url()}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({
        sender: 'shop',
        message: { to: '+919876500001', type: 'text', text: { body: 'Hello' } },
      }),
    });
    expect(response.status).toBe(202);
    expect(await response.json()).not.toHaveProperty('sandbox');
  });

  it('says in a sentence that .env cannot be read', async () => {
    const directory = newDirectory();
    mkdirSync(join(directory, '.env'));
    expect(await refusal({}, { directory })).toBe(
      'The settings in .env cannot be read (EISDIR): make it a readable file.\n',
    );
  });

  async function trial(gateway: GatewayProcess, key: string): Promise<number> {
    const response = await fetch(`${await gateway.url()}/v1/keys`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return response.status;
  }

  it('makes an admin key at the first start, shows it once and keeps its hash only', async () => {
    const directory = newDirectory();
    const first = start({}, { directory });
    await first.url();
    const [key] = await first.prints(/wp_[0-9a-f]{12}_[0-9a-f]{72}/);
    expect(await trial(first, key)).toBe(200);
    await first.kill();

    const second = start({}, { directory });
    await second.url();
    expect(second.stdout).not.toContain('wp_');
    expect([await trial(second, key), await trial(second, `${key}0`)]).toEqual([200, 401]);
    await second.kill();
    for (const name of readdirSync(join(directory, 'data'))) {
      expect(readFileSync(join(directory, 'data', name)).includes(key)).toBe(false);
    }
  });

  it('shows the admin key that it made even where it then cannot listen', async () => {
    const directory = newDirectory();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const first = start({ PORT: String(port) }, { directory });
    expect((await first.exited).code).toBe(1);
    other.close();
    const [key] = await first.prints(/wp_[0-9a-f]{12}_[0-9a-f]{72}/);
    expect(await trial(start({}, { directory }), key)).toBe(200);
  });

  it('keeps its data where nobody else can read it', async () => {
    const directory = newDirectory();
    await start({}, { directory }).url();
    expect(statSync(join(directory, 'data')).mode & 0o777).toBe(0o700);
  });

  it('takes the admin key of the settings, and only the one of now', async () => {
    const directory = newDirectory();
    const first = start({ BOOTSTRAP_API_KEY: KEY }, { directory });
    expect(await trial(first, KEY)).toBe(200);
    await first.kill();
    const other = `wp_${'f'.repeat(32)}`;
    const second = start({ BOOTSTRAP_API_KEY: other }, { directory });
    expect([await trial(second, KEY), await trial(second, other)]).toEqual([401, 200]);
  });

  it('keeps the secret key for its owner only, and refuses another one', async () => {
    const directory = newDirectory();
    const first = start({ BOOTSTRAP_API_KEY: KEY }, { directory });
    await first.prints(/SECRET_KEY is not set: .*secret-key/);
    await first.url();
    const path = join(directory, 'data', 'secret-key');
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    await first.kill();
    const SECRET_KEY = randomBytes(32).toString('base64');
    const told = await refusal({ BOOTSTRAP_API_KEY: KEY, SECRET_KEY }, { directory });
    expect(told).toMatch(/^SECRET_KEY is not the one that the stored credentials were encrypted/);
    expect(told).not.toContain(SECRET_KEY);
  });

  it('without --demo never starts a sandbox, and says that no sender is configured', async () => {
    const gateway = start({ BOOTSTRAP_API_KEY: KEY });
    await gateway.url();
    expect(gateway.stdout + gateway.stderr).toMatch(/No sender is configured.*SENDERS_FILE/);
    expect(gateway.stdout).not.toMatch(/sandbox/i);
  });

  it('logs JSON lines where asked to', async () => {
    const SECRET_KEY = randomBytes(32).toString('base64');
    const gateway = start({ BOOTSTRAP_API_KEY: KEY, SECRET_KEY, LOG_FORMAT: 'json' });
    await gateway.url();
    const lines = `${gateway.stdout}${gateway.stderr}`.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { context: string }).context)).toEqual([
      'Waypost',
      'Waypost',
    ]);
  });
});
