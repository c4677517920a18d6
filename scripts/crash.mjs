// npm run test:crash -- --kills 1000: the crash test with as many kills on each engine as asked for.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  console.error('--kills takes a whole number from 1.');
  process.exit(2);
}
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'test/crash/crash'];
const { status } = spawnSync(process.execPath, jest, {
  stdio: 'inherit',
  env: { ...process.env, CRASH_KILLS: String(kills) },
});
process.exitCode = status ?? 1;
