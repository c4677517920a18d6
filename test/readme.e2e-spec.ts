import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayProcess } from './support/gateway-process.js';

const exec = promisify(execFile);

interface Answer {
  readonly id: string;
  readonly status: string;
  readonly sandbox: boolean;
}

describe('the README', () => {
  let readme: string;
  let directory: string;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    readme = await readFile('README.md', 'utf8');
    directory = await mkdtemp(join(tmpdir(), 'waypost-readme-'));
    gateway = new GatewayProcess({}, { args: ['--demo'], directory });
  }, 30_000);

  afterAll(async () => {
    await gateway.kill();
    await rm(directory, { recursive: true, force: true });
  });

  it('sends the five samples as they stand, in demo mode', async () => {
    const url = await gateway.url();
    const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    const script = blocks.find((code) => code.includes('demo-key'));
    // Only the port is another: the one of the README may be in use where the tests run.
    const here = script?.replaceAll('localhost:3000', url.replace('http://', '')) ?? '';
    const { stdout } = await exec('bash', ['-euo', 'pipefail', '-c', here], { cwd: directory });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers).toHaveLength(5);
    for (const answer of answers) {
      expect(answer).toMatchObject({ id: expect.stringMatching(/^msg_/), sandbox: true });
      expect(['queued', 'sending', 'accepted']).toContain(answer.status);
    }
  });

  it('names only scripts and files that are there', async () => {
    const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const pages = [...readme.matchAll(/\b([\w-]+\.md)\b/g)].map(([, page = '']) => page);
    await Promise.all(pages.map((page) => readFile(join('docs', page))));
  });
});
