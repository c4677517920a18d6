import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  createHttp,
  hasMediaLinks,
  type Callback,
  type InboundItem,
  type MessagingProvider,
} from 'waypost/providers';
import { GupshupProvider } from 'waypost/providers/gupshup';
import { KaleyraProvider } from 'waypost/providers/kaleyra';
import { MemoryProvider } from 'waypost/providers/memory';
import type { InboundRow, Store } from 'waypost/store';
import { ENGINES, insertion, sqlitePlace, type StorePlace } from '../../../../test/stores.js';
import { InboundDesk } from './inbound-desk.js';
import { viewInbound } from './inbound-view.js';

const AT = 1_760_000_000_000;
const http = createHttp();
const PROVIDERS: Readonly<Record<string, MessagingProvider>> = {
  gupshup: new GupshupProvider(
    { appId: 'bf9ee64c-3d4d-4ac4-8668-732e577007c4', token: 'sk_0123456789abcdef' },
    http,
  ),
  kaleyra: new KaleyraProvider({ sid: 'HXAP', apiKey: 'A012', phone: '+918635920000' }, http),
  memory: new MemoryProvider({}, http),
};

/** The messages of users in a callback out of the provider's own fixtures. */
function itemsOf(provider: string, fixture: string): InboundItem[] {
  const file = new URL(
    `../../../providers/src/${provider}/fixtures/events/${fixture}.json`,
    import.meta.url,
  );
  const { body, ...callback } = JSON.parse(readFileSync(file, 'utf8')) as Callback & {
    body: unknown;
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const items = PROVIDERS[provider]?.translate({ ...callback, body: Buffer.from(text) }) ?? [];
  return items.filter((item) => item.kind === 'inbound');
}

function fixturesOf(provider: string): string[] {
  const folder = new URL(`../../../providers/src/${provider}/fixtures/events/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => /^(inbound|message).*\.json$/.test(name) && !name.includes('.expected.'))
    .map((name) => name.replace('.json', ''));
}

describe('the desk for messages of users', () => {
  let place: StorePlace;
  let store: Store;
  let fetches = 0;

  beforeAll(async () => {
    place = await sqlitePlace();
    store = await place.open();
  });
  afterAll(() => place.drop());

  function desk(fetch?: () => void): InboundDesk {
    return new InboundDesk(store.inbound, {
      linksOf: (sender) => {
        const provider = PROVIDERS[sender];
        return provider && hasMediaLinks(provider) ? provider : undefined;
      },
      ...(fetch && { fetch }),
    });
  }

  async function kept(id: string): Promise<InboundRow> {
    const row = await store.inbound.find(id);
    if (!row) throw new Error(`${id} is not there.`);
    return row;
  }

  async function eventOf(id: string): Promise<unknown> {
    const { rows } = await store.feed(null, null, 1_000);
    return rows
      .filter(({ type }) => type === 'message.received')
      .map(({ data }) => JSON.parse(data) as { id: string })
      .find((data) => data.id === id);
  }

  /** A fixture's message as one that never came before. */
  function item(provider: string, fixture: string, changes: Partial<InboundItem> = {}) {
    const [first] = itemsOf(provider, fixture);
    if (!first) throw new Error(`${fixture} has no message.`);
    return { ...first, id: randomUUID(), ...changes };
  }

  const all = ['gupshup', 'kaleyra'].flatMap((provider) =>
    fixturesOf(provider).map((fixture) => [provider, fixture] as const),
  );

  it.each(all)('keeps and tells the same of what %s sends as %s', async (provider, fixture) => {
    for (const found of itemsOf(provider, fixture)) {
      const { id } = await desk().take(provider, provider, { ...found, id: randomUUID() }, AT);
      const view = viewInbound(await kept(id));
      expect(view).toEqual(await eventOf(id));
      expect(view).toMatchObject({ id, sender: provider, provider, type: found.type });
      expect(view.content).toEqual(found.message);
      expect(view.content[found.type] === undefined).toBe(found.message[found.type] === undefined);
    }
  });

  it('has the user, the time and the ids of a message', async () => {
    const { id } = await desk().take('gupshup', 'gupshup', item('gupshup', 'inbound-text'), AT);
    expect(id).toMatch(/^in_[0-9a-f]{32}$/);
    const { content, ...view } = viewInbound(await kept(id));
    expect(content).toMatchObject({ type: 'text', text: { body: expect.any(String) } });
    expect(view).toEqual({
      id,
      sender: 'gupshup',
      provider: 'gupshup',
      from: { phone: expect.stringMatching(/^\+\d+$/), name: expect.any(String) },
      type: 'text',
      wamid: expect.stringMatching(/^wamid\./),
      providerIds: [expect.stringMatching(/^wamid\./)],
      at: expect.stringMatching(/Z$/),
      receivedAt: new Date(AT).toISOString(),
    });
  });

  it('has no phone of a user who hides it, and the time of receipt where the vendor gives none', async () => {
    const hidden = item('gupshup', 'inbound-hidden-number', { occurredAt: undefined });
    const view = viewInbound(await kept((await desk().take('g', 'gupshup', hidden, AT)).id));
    expect(view.from).toEqual(hidden.from);
    expect(view.from.phone).toBeUndefined();
    expect(view.from.userId).toEqual(expect.any(String));
    expect(view.at).toBe(view.receivedAt);
  });

  it('takes the same item once, from any number of callbacks', async () => {
    const same = item('kaleyra', 'inbound-text');
    const first = await desk().take('kaleyra', 'kaleyra', same, AT);
    const again = await desk().take('kaleyra', 'kaleyra', same, AT + 1_000);
    expect(again).toEqual({ ...first, duplicate: true });
  });

  it('names the message of ours that is answered, by our reference', async () => {
    const { message } = insertion({ sender: 'kaleyra' });
    await store.insert({ message, events: [] });
    const answers = { reference: `${message.id}.1`, providerIds: [] };
    const reply = item('kaleyra', 'inbound-image-reply', { answers });
    const { id } = await desk().take('kaleyra', 'kaleyra', reply, AT);
    expect(viewInbound(await kept(id)).answers).toBe(message.id);
    expect(await eventOf(id)).toMatchObject({ answers: message.id });
    const strange = { reference: '.', providerIds: ['none'] };
    const other = item('kaleyra', 'inbound-image-reply', { answers: strange });
    expect((await desk().take('kaleyra', 'kaleyra', other, AT)).answers).toBeNull();
  });

  it("shows the vendor's link and its end, and leaves the file where it is", async () => {
    const image = item('gupshup', 'inbound-image');
    const { id } = await desk().take('gupshup', 'gupshup', image, AT);
    expect(viewInbound(await kept(id)).media).toEqual({
      state: 'linked',
      ...image.media,
      expiresAt: new Date(AT + 7 * 86_400_000).toISOString(),
    });
  });

  it('asks for a file to be fetched once, and only where there is a link', async () => {
    const take = (changes: Partial<InboundItem>) =>
      desk(() => fetches++).take(
        'k',
        'kaleyra',
        item('kaleyra', 'inbound-image-reply', changes),
        AT,
      );
    const { id } = await take({ id: 'once' });
    await take({ id: 'once' });
    expect(fetches).toBe(1);
    expect((await kept(id)).mediaState).toBe('waiting');
    const broken = await take({ media: { url: 'not a link', mimeType: 'image/jpeg' } });
    expect(viewInbound(await kept(broken.id)).media?.state).toBe('waiting');
    const without = await take({ media: { mimeType: 'image/jpeg' } });
    expect(viewInbound(await kept(without.id)).media?.state).toBe('linked');
    await take({ media: undefined });
    expect(fetches).toBe(2);
  });
});

describe.each(ENGINES)('the desk on %s', (_name, create) => {
  it('takes texts that no database can hold as they are', async () => {
    const place = await create();
    try {
      const store = await place.open();
      const desk = new InboundDesk(store.inbound, { linksOf: () => undefined });
      const bad = 'a\0b\ud800';
      const { id } = await desk.take(
        'shop-in',
        'gupshup',
        {
          kind: 'inbound',
          id: randomUUID(),
          ids: { providerIds: [bad], wamid: bad },
          from: { userId: bad, name: bad },
          type: bad,
          message: { type: bad, [bad]: { body: bad } },
          answers: { reference: `${bad}.1`, providerIds: [bad] },
          media: { url: bad, filename: bad },
          raw: null,
        },
        AT,
      );
      const row = await store.inbound.find(id);
      const view = row && viewInbound(row);
      const good = 'a\ufffdb\ufffd';
      expect(view).toMatchObject({ type: good, wamid: good, from: { userId: good, name: good } });
      expect(view?.content).toEqual({ type: bad, [bad]: { body: bad } });
      expect(await store.inbound.resolveAnswers(0)).toBe(0);
    } finally {
      await place.drop();
    }
  }, 60_000);
});
