// Builds when dist/ is missing or older than any source, so that `npm start` and `npm test` work on a fresh clone.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOTS = ['apps', 'libs', 'bench'];
const SETTINGS = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const newest = (paths) => paths.reduce((latest, path) => Math.max(latest, modified(path)), 0);
const sources = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(root, file)),
);

if (modified('dist/apps/api/src/main.js') < newest([...sources, ...SETTINGS])) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
