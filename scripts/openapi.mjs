// Writes openapi.json from the built app, or with --check fails where the committed file differs or is not sound.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../dist/apps/api/src/config.js';
import { openGateway } from '../dist/apps/api/src/open-gateway.js';
import { describeApi } from '../dist/apps/api/src/openapi.js';
import { createHttp } from '../dist/libs/providers/src/index.js';

const FILE = 'openapi.json';
const LINTER = 'node_modules/@redocly/cli/bin/cli.js';

// The app has no face without a store, so it is given one of its own.
const folder = mkdtempSync(join(tmpdir(), 'waypost-openapi-'));
const config = await loadConfig({ LOG_LEVEL: 'error', DATA_DIR: folder });
const { app } = await openGateway({ config, http: createHttp({}) });
await app.init();
const built = `${JSON.stringify(describeApi(app), null, 2)}\n`;
await app.close();
rmSync(folder, { recursive: true });

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
