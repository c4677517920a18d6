import { once } from 'node:events';
import { createServer } from 'node:http';

// Lets the suites, which run in processes of their own, share one PostgreSQL that starts when the first of them asks.
// Not TypeScript, because Jest would load that as CommonJS here; Node itself strips the types of what it imports.
let postgres;

export default async function setUp() {
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
  globalThis.stopPostgres = async () => {
    door.close();
    await (await postgres)?.stop();
  };
}
