import { expect, it } from '@jest/globals';
import { createSandbox } from './sandbox.js';
import { welcome } from './welcome.js';

it('prints the accounts, and a curl line that works as it stands', async () => {
  const sandbox = await createSandbox();
  const screen = welcome(sandbox);
  const { gupshup, kaleyra } = sandbox.accounts;
  for (const shown of [gupshup[0]?.appId, gupshup[0]?.token, kaleyra[0]?.sid, kaleyra[0]?.apiKey]) {
    expect(screen).toContain(shown);
  }
  const [, url = ''] = /curl (\S+\/v3\/message)/.exec(screen) ?? [];
  const headers = [...screen.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const [, body = ''] = /-d '(\{"messaging_product[^']+)'/.exec(screen) ?? [];
  const response = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body });
  expect(response.status).toBe(200);
  await sandbox.close();
});

it('leaves the port free when it closes, and says so when it is taken', async () => {
  const first = await createSandbox();
  const port = Number(new URL(first.url).port);
  await expect(createSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
  const second = await createSandbox({ port });
  expect(second.url).toBe(first.url);
  await second.close();
});
