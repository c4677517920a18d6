import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { GatewayProcess, newDirectory } from './support/gateway-process.js';

const shell = promisify(execFile);

describe('the demo', () => {
  const started: GatewayProcess[] = [];

  afterEach(async () => {
    await Promise.all(started.splice(0).map((gateway) => gateway.kill()));
  });

  function demo(settings: Record<string, string> = {}, directory = newDirectory()): GatewayProcess {
    const gateway = new GatewayProcess(settings, { args: ['--demo'], directory });
    started.push(gateway);
    return gateway;
  }

  /** The message once it was read, which the sandbox tells by callbacks. */
  async function settled(url: string, key: string, id: string): Promise<{ status: string }> {
    for (;;) {
      const response = await fetch(`${url}/v1/messages/${id}`, { headers: { 'x-api-key': key } });
      const message = (await response.json()) as { status: string };
      if (message.status === 'read') return message;
      await sleep(20);
    }
  }

  it('takes every message and batch that the description of the API shows as an example', async () => {
    const gateway = demo();
    const [, key = ''] = await gateway.prints(/API key +(\S+)/);
    const url = await gateway.url();
    const refused: unknown[] = [];
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIObject;
    for (const path of ['/v1/messages', '/v1/messages/batch', '/v1/messages/validate']) {
      const body = paths[path]?.post?.requestBody;
      const shown = body && 'content' in body ? body.content['application/json']?.examples : {};
      expect(Object.keys(shown ?? {}).length).toBeGreaterThan(0);
      for (const example of Object.values(shown ?? {})) {
        const answer = await fetch(url + path, {
          method: 'POST',
          headers: { 'x-api-key': key, 'content-type': 'application/json' },
          body: JSON.stringify('value' in example && example.value),
        });
        const text = await answer.text();
        if (!answer.ok || text.includes('"error"')) refused.push({ path, example, text });
      }
    }
    expect(refused).toEqual([]);
  });

  it('delivers to the user without a number whom the description of the API shows', async () => {
    const gateway = demo();
    const [, key = ''] = await gateway.prints(/API key +(\S+)/);
    const url = await gateway.url();
    const { components } = (await (await fetch(`${url}/openapi.json`)).json()) as {
      components: { schemas: { TextMessage: { properties: Record<string, { example: string }> } } };
    };
    const { example: recipient } = components.schemas.TextMessage.properties.recipient ?? {};
    const message = { recipient, type: 'text', text: { body: 'Hello' } };
    const answer = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: 'sandbox-gupshup', message }),
    });
    const { id } = (await answer.json()) as { id: string };
    expect(await settled(url, key, id)).toMatchObject({ status: 'read', recipient });
  });

  it('makes the key and the webhook that the description of the API shows as examples', async () => {
    const gateway = demo();
    const [, key = ''] = await gateway.prints(/API key +(\S+)/);
    const url = await gateway.url();
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
      components: {
        schemas: Record<string, { properties: Record<string, { example?: unknown }> }>;
      };
    };
    const statuses = ['keys', 'webhooks'].map(async (path, n) => {
      const schema = document.components.schemas[['CreateKey', 'CreateWebhook'][n] ?? ''];
      const members = Object.entries(schema?.properties ?? {});
      const body = members.map(([name, { example }]) => [name, example] as const);
      const headers = { 'x-api-key': key, 'content-type': 'application/json' };
      const request = { method: 'POST', headers, body: JSON.stringify(Object.fromEntries(body)) };
      return (await fetch(`${url}/v1/${path}`, request)).status;
    });
    expect(await Promise.all(statuses)).toEqual([201, 201]);
  });

  it('prints a request that sends a video message when it is pasted', async () => {
    const gateway = demo();
    const [line] = await gateway.prints(/^curl .*$/m);
    const { stdout } = await shell('sh', ['-c', `${line} --silent --show-error`]);
    const answer = JSON.parse(stdout) as { id: string };
    expect(answer).toMatchObject({ type: 'video', to: '+919876500001', sandbox: true });
    const [, key = ''] = await gateway.prints(/API key +(\S+)/);
    expect(await settled(await gateway.url(), key, answer.id)).toMatchObject({
      status: 'read',
      providerMessageId: expect.any(String),
      events: ['queued', 'accepted', 'sent', 'delivered', 'read'].map((status) =>
        expect.objectContaining({ type: `message.${status}` }),
      ),
      sandbox: true,
    });
  });

  it('is called back after a restart too, where callbacks were registered before', async () => {
    const directory = newDirectory();
    const send = async (gateway: GatewayProcess, register: boolean): Promise<string> => {
      const url = await gateway.url();
      const [, key = ''] = await gateway.prints(/API key +(\S+)/);
      const post = (path: string, body?: object) =>
        fetch(url + path, {
          method: 'POST',
          headers: { 'x-api-key': key, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
        });
      const sender = 'sandbox-gupshup';
      if (register) {
        const answer = await post(`/v1/senders/${sender}/register-callbacks`);
        expect(await answer.json()).toMatchObject({ registered: true });
      }
      const message = { to: '+919876500001', type: 'text', text: { body: 'Hello' } };
      const { id } = (await (await post('/v1/messages', { sender, message })).json()) as {
        id: string;
      };
      return (await settled(url, key, id)).status;
    };
    const first = demo({}, directory);
    expect(await send(first, true)).toBe('read');
    await first.kill();
    expect(await send(demo({}, directory), false)).toBe('read');
  });

  it('has a sender for each vendor, and the sandbox shows what each received', async () => {
    const gateway = demo();
    const url = await gateway.url();
    const [, key = ''] = await gateway.prints(/API key +(\S+)/);
    const [, senders = ''] = await gateway.prints(/Senders +(.+)$/m);
    const [, inbox = ''] = await gateway.prints(/Sandbox +(\S+)/);
    expect(senders).toBe('sandbox-gupshup, sandbox-kaleyra');
    for (const sender of senders.split(', ')) {
      const message = { to: '+919876500001', type: 'text', text: { body: `By ${sender}` } };
      const response = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json' },
        body: JSON.stringify({ sender, message }),
      });
      const { id } = (await response.json()) as { id: string };
      expect(await settled(url, key, id)).toMatchObject({ sender, status: 'read' });
    }
    const received = await (await fetch(inbox)).text();
    expect(received).toContain('By sandbox-gupshup');
    expect(received).toContain('By sandbox-kaleyra');
  });

  it('keeps its key for the next start, for its owner only', async () => {
    const directory = newDirectory();
    const first = demo({}, directory);
    const [key] = await first.prints(/wp_[0-9a-f]{48}/);
    const { mode } = statSync(join(directory, 'data', 'demo-key'));
    expect((mode & 0o777).toString(8)).toBe('600');
    await first.kill();
    const second = demo({}, directory);
    expect(await second.prints(/wp_[0-9a-f]{48}/)).toEqual(expect.arrayContaining([key]));
  });

  it('keeps its messages for the next start', async () => {
    const directory = newDirectory();
    const first = demo({}, directory);
    const [, key = ''] = await first.prints(/API key +(\S+)/);
    const message = { to: '+919876500001', type: 'text', text: { body: 'Kept' } };
    const response = await fetch(`${await first.url()}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: 'sandbox-gupshup', message }),
    });
    const { id } = (await response.json()) as { id: string };
    expect(await settled(await first.url(), key, id)).toMatchObject({ status: 'read' });
    await first.kill();
    const second = demo({}, directory);
    expect(await settled(await second.url(), key, id)).toMatchObject({ message });
  });

  it('says in every answer that it is one', async () => {
    const gateway = demo();
    const url = await gateway.url();
    const answers = await Promise.all([
      fetch(`${url}/health/ready`),
      fetch(`${url}/nothing`),
      fetch(`${url}/v1/messages`, { method: 'POST' }),
    ]);
    for (const answer of answers) expect(await answer.json()).toMatchObject({ sandbox: true });
  });

  it('takes another port for the sandbox where its own is taken', async () => {
    const first = demo();
    const second = demo();
    const ports = await Promise.all(
      [first, second].map(async (gateway) => (await gateway.prints(/Sandbox +(\S+)/))[1]),
    );
    expect(new Set(ports).size).toBe(2);
  });

  it.each([
    [{ HOST: '0.0.0.0' }, /demo mode listens on loopback only: set SENDERS_FILE, or HOST=127/],
    [
      { NODE_ENV: 'production' },
      /demo mode is refused under NODE_ENV=production: set SENDERS_FILE/,
    ],
  ])('is refused with %j', async (settings, sentence) => {
    const gateway = demo(settings);
    expect(await gateway.exited).toEqual({ code: 1, signal: null });
    expect(gateway.stderr).toMatch(sentence);
    expect(gateway.stderr.trim()).not.toContain('\n');
  });
});
