// Writes openapi.json from the built app, or with --check fails where the committed file differs or is not sound.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { ApiKeys } from '../dist/apps/api/src/api-keys.js';
import { createApp } from '../dist/apps/api/src/app.js';
import { loadConfig } from '../dist/apps/api/src/config.js';
import { describeApi } from '../dist/apps/api/src/openapi.js';

const FILE = 'openapi.json';
const LINTER = 'node_modules/@redocly/cli/bin/cli.js';

const config = await loadConfig({ LOG_LEVEL: 'error' });
const app = await createApp({ config, keys: new ApiKeys([]), senders: [] });
await app.init();
const built = `${JSON.stringify(describeApi(app), null, 2)}\n`;
await app.close();

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, built);
} else if (readFileSync(FILE, 'utf8') !== built) {
  console.error(`${FILE} differs from the built app: run "npm run openapi" and commit the file.`);
  process.exitCode = 1;
} else {
  const { status } = spawnSync(process.execPath, [LINTER, 'lint', FILE], {
    stdio: 'inherit',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  process.exitCode = status ?? 1;
}
