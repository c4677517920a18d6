// Runs a PostgreSQL server for as long as the process that started this one lives, however that one ends, and removes
// its folder afterwards. Arguments: the folder, uid and gid (JSON), the server's program and its arguments.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder, identity, program, ...args] = process.argv.slice(2);
const server = spawn(program, args, { stdio: 'ignore', cwd: folder, ...JSON.parse(identity) });

// Signals of a terminal reach the whole group; the end of the input is what counts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdin.on('close', () => server.kill('SIGINT')).resume();
server.on('error', () => process.exit(1));
server.on('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});
