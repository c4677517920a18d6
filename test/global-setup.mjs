import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Gives the run a temporary folder of its own, which goes with all that tests and killed gateways leave there, and lets
// the suites, which run in processes of their own, share one PostgreSQL that starts when the first of them asks.
// Not TypeScript, because Jest would load that as CommonJS here; Node itself strips the types of what it imports.
let postgres;

export default async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'waypost-tests-'));
  // PostgreSQL may run as another user.
  chmodSync(folder, 0o711);
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  const door = createServer((_request, response) => {
    postgres ??= import('./postgres-server.ts').then(({ startPostgres }) => startPostgres());
    postgres.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  door.listen(0, '127.0.0.1').unref();
  await once(door, 'listening');
  process.env.WAYPOST_TEST_POSTGRES = `http://127.0.0.1:${door.address().port}`;
  globalThis.endRun = async () => {
    door.close();
    await (await postgres)?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
