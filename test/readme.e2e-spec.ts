import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayProcess } from './support/gateway-process.js';

const exec = promisify(execFile);

/** Where the consumer of the README listens here. */
const CONSUMER_PORT = 45_127;

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
    const answers = (await run('send()')).map((line) => JSON.parse(line) as Answer);
    expect(answers).toHaveLength(5);
    for (const answer of answers) {
      expect(answer).toMatchObject({ id: expect.stringMatching(/^msg_/), sandbox: true });
      expect(['queued', 'sending', 'accepted']).toContain(answer.status);
    }
  });

  it('hears back as it stands: the timeline, the signed webhooks, and the reply of a user', async () => {
    const lines = await run('webhook-consumer');
    const message = lines.find((line) => line.startsWith('{"id":"msg_'));
    const { id, events } = JSON.parse(message ?? '{}') as Answer & { events: { type: string }[] };
    expect(JSON.parse(message ?? '{}')).toMatchObject({ status: 'read', sandbox: true });
    const told = ['queued', 'accepted', 'sent', 'delivered', 'read'].map((s) => `message.${s}`);
    expect(events.map(({ type }) => type).sort()).toEqual(told.sort());
    for (const type of told) {
      expect(lines).toContainEqual(expect.stringMatching(`^${type} ${id} `));
    }
    expect(lines).toContainEqual(expect.stringMatching(/^message\.received .*Yes, please/));
    const inbound = lines.find((line) => line.startsWith('{"data":[{"id":"in_')) ?? '{}';
    expect(JSON.parse(inbound)).toMatchObject({
      data: [{ type: 'text', from: { phone: '+919876500001' } }],
    });
  }, 60_000);

  /** Runs the block of the README that holds a text, and gives the lines that it prints. */
  async function run(text: string): Promise<string[]> {
    const url = await gateway.url();
    const [, sandbox = ''] = await gateway.prints(/Sandbox +http:\/\/(\S+?)\//);
    const blocks = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    const script = blocks.find((code) => code.includes(text)) ?? '';
    // Only the ports are others, for those of the README may be in use here, and there is more time.
    const here = script
      .replaceAll('localhost:3000', url.replace('http://', ''))
      .replaceAll('localhost:3100', sandbox)
      .replaceAll('localhost:4000', `localhost:${CONSUMER_PORT}`)
      .replaceAll(
        'node docs/',
        `PORT=${CONSUMER_PORT} '${process.execPath}' '${process.cwd()}'/docs/`,
      )
      .replaceAll(/sleep (\d)/g, (_, seconds) => `sleep ${Number(seconds) * 4}`);
    const { stdout } = await exec('bash', ['-euo', 'pipefail', '-c', here], { cwd: directory });
    return stdout.trim().split('\n');
  }

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
