import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Callback, CallbackItem } from 'waypost/providers';
import { translateKaleyra } from './kaleyra.callbacks.js';

const post = (body: unknown): Callback => ({
  method: 'POST',
  headers: {},
  query: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const get = (query: Record<string, string>): Callback => ({
  method: 'GET',
  headers: {},
  query,
  body: new Uint8Array(),
});
const only = (callback: Callback): CallbackItem => {
  const [item, ...more] = translateKaleyra(callback);
  if (!item || more.length > 0) throw new Error(`Not one item, but ${more.length + 1}.`);
  return item;
};

const notSent = (fields: object = {}) => ({
  code: 'WAV2101',
  status: 'not sent',
  reason: 'Account daily limit reached',
  message_id: 'A1',
  extra_info: { ref: 'msg_1.1' },
  ...fields,
});

const statuses = (list: readonly object[], info: object = { ref: 'msg_1.1' }) => ({
  meta_object: { field: 'messages', value: { statuses: list } },
  extra_info: info,
});

describe('a status of Kaleyra itself', () => {
  it.each(['not sent', 'NOT-SENT', 'not-sent', 'Not_Sent', ' not  sent '])(
    'is the same fact when it is spelled %j',
    (status) => {
      expect(only(post(notSent({ status })))).toMatchObject({
        kind: 'status',
        status: 'failed',
        id: only(post(notSent())).id,
      });
    },
  );

  it('is another fact for another message, attempt or code', () => {
    const ids = [
      notSent(),
      notSent({ message_id: 'A2' }),
      notSent({ extra_info: { ref: 'msg_1.2' } }),
      notSent({ code: 'WAV2102' }),
      notSent({ status: 'submit success' }),
    ].map((body) => only(post(body)).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('does not read the word `0` as a code of Meta', () => {
    expect(only(get({ id: 'x:0', status: '0' }))).toMatchObject({
      status: 'failed',
      failure: { code: 'unrecognized', vendor: {} },
    });
  });

  it('is believed where the object of Meta beside it is empty', () => {
    for (const meta_object of [{}, null, { field: 'messages', value: { statuses: [] } }]) {
      expect(only(post(notSent({ meta_object })))).toMatchObject({ status: 'failed' });
    }
  });

  it('gives its ids in the order in which they should be matched, once each', () => {
    const extra_info = { ref: 'r', message_id: 'wamid.2', trace_id: 'T', waba_id: '1' };
    expect(only(post(notSent({ extra_info, message_id: 'wamid.2' })))).toMatchObject({
      ids: { reference: 'r', providerIds: ['wamid.2', 'T'], wamid: 'wamid.2' },
    });
  });
});

describe("a status of Meta's", () => {
  // As Kaleyra's page prints it (https://developers.kaleyra.io/docs/wa-status-update-webhooks-payload-v2-sent).
  it('does not take the id of the conversation, which several messages share, for that of the message', () => {
    const conversation = { id: 'c0ffee', origin: { type: 'marketing' } };
    const status = { id: 'c0ffee', status: 'sent', timestamp: '1722834665', conversation };
    const info = { ref: 'msg_1.1', message_id: 'wamid.1' };
    expect(only(post(statuses([status], info)))).toMatchObject({
      kind: 'status',
      ids: { reference: 'msg_1.1', providerIds: ['wamid.1'], wamid: 'wamid.1' },
    });
    expect(only(post(statuses([status], {})))).toMatchObject({ kind: 'unknown' });
  });
});

describe('several statuses in one callback', () => {
  const one = { id: 'wamid.1', status: 'sent', timestamp: '1722834665' };
  const two = { id: 'wamid.2', status: 'sent', timestamp: '1722834665' };

  it('share what Kaleyra adds where they are of one message', () => {
    const items = translateKaleyra(post(statuses([one, { ...one, status: 'delivered' }])));
    expect(items).toMatchObject([
      { status: 'sent', ids: { reference: 'msg_1.1' } },
      { status: 'delivered', ids: { reference: 'msg_1.1' } },
    ]);
  });

  it('leave the reference to the message that Kaleyra names', () => {
    const info = { ref: 'msg_1.1', message_id: 'wamid.2' };
    const items = translateKaleyra(post(statuses([one, two], info)));
    expect(items.map((item) => item.kind === 'status' && item.ids)).toEqual([
      { providerIds: ['wamid.1'], wamid: 'wamid.1' },
      { reference: 'msg_1.1', providerIds: ['wamid.2'], wamid: 'wamid.2' },
    ]);
  });

  it('give the reference to nobody where Kaleyra names none of them', () => {
    const items = translateKaleyra(post(statuses([one, two])));
    expect(items.map((item) => item.kind === 'status' && item.ids.reference)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('a callback that was shaped by a profile', () => {
  it('may carry objects as text in a query', () => {
    const { meta_object, extra_info } = statuses([{ id: 'wamid.1', status: 'read' }]);
    const query = {
      meta_object: JSON.stringify(meta_object),
      extra_info: JSON.stringify(extra_info),
    };
    expect(only(get(query))).toMatchObject({ status: 'read', ids: { reference: 'msg_1.1' } });
  });

  it('may be posted without a body, with everything in the query', () => {
    const callback: Callback = { ...get({ id: 'x:0', status: 'delivered' }), method: 'POST' };
    expect(only(callback)).toMatchObject({ status: 'delivered' });
  });

  it('keeps two texts of one second apart, and one text that comes twice together', () => {
    const text = (body: string) =>
      get({ type: 'text', from: '12025550143', created_at: '1722834665', body });
    expect(only(text('One')).id).not.toBe(only(text('Two')).id);
    expect(only(text('One')).id).toBe(only(text('One')).id);
  });

  it('may carry the whole of Meta’s message in one variable', () => {
    const message = { id: 'wamid.1', type: 'order', order: { catalog_id: '1' } };
    const query = { from: '12025550143', type: 'order', message: JSON.stringify(message) };
    expect(only(get(query))).toMatchObject({
      kind: 'inbound',
      type: 'order',
      ids: { providerIds: ['wamid.1'], wamid: 'wamid.1' },
      message,
    });
  });

  // What the variable holds is not documented.
  const reply = { type: 'list_reply', list_reply: { id: 'row-1', title: 'Express' } };
  it.each([
    ['interactive', reply, 'interactive', reply],
    ['list_reply', reply, 'interactive', reply],
    ['reaction', { message_id: 'wamid.1', emoji: '👍' }, 'reaction', undefined],
    ['order', { catalog_id: '1', product_items: [] }, 'order', undefined],
    ['text', { body: 'Hello' }, 'text', undefined],
    ['location', { latitude: 1, longitude: 2 }, 'location', undefined],
    ['image', { id: '1', sha256: 'x', mime_type: 'image/png' }, 'image', undefined],
    ['voice', { id: '1' }, 'audio', { id: '1', voice: true }],
    ['button', { payload: 'yes', text: 'Yes' }, 'button', undefined],
    ['system', { type: 'user_changed_number', wa_id: '12025550144' }, 'system', undefined],
  ])(
    'may carry the content of a message of type %s there, and it is put into Meta’s shape',
    (word, content, type, shown) => {
      const query = { from: '+12025550143', created_at: '1722834665', type: word };
      const message = { from: '12025550143', timestamp: '1722834665', type };
      expect(only(get({ ...query, message: JSON.stringify(content) }))).toMatchObject({
        kind: 'inbound',
        from: { phone: '+12025550143' },
        type,
        message: { ...message, [type]: shown ?? content },
      });
    },
  );

  it.each(['{see you', '[1]', '{"a":1}'])(
    'may carry the text %s there, which looks like JSON',
    (text) => {
      const query = { from: '12025550143', type: 'text', message: text };
      expect(only(get(query))).toMatchObject({ message: { text: { body: text } } });
    },
  );

  it('describes a file by all that is said of it', () => {
    const content = { id: '1', sha256: 'x', filename: 'a.pdf' };
    const query = { from: '12025550143', type: 'document', message: JSON.stringify(content) };
    const media = { media_url: 'https://media.example.com/1', mime_type: 'application/pdf' };
    expect(only(get({ ...query, ...media }))).toMatchObject({
      media: {
        ...{ url: 'https://media.example.com/1', id: '1', mimeType: 'application/pdf' },
        ...{ sha256: 'x', filename: 'a.pdf' },
      },
    });
  });

  it('names the message that a reaction is to', () => {
    const query = { from: '12025550143', type: 'reaction', message: '{"message_id":"wamid.1"}' };
    expect(only(get(query))).toMatchObject({ answers: { providerIds: ['wamid.1'] } });
  });

  it('tells the same fact whether it comes by GET or by POST', () => {
    const query = { display_phone_number: '919876500001', event: 'FLAGGED', current_limit: 'T' };
    expect(only(get(query))).toEqual(only(post(query)));
  });
});

describe('a comma before a closing bracket', () => {
  it('is forgiven, and text stays what it is', () => {
    fc.assert(
      fc.property(fc.string(), (random) => {
        const reason = `,} ,] " , } \\ ${random}`;
        const body = JSON.stringify(notSent({ reason, extra: [1] }));
        const printed = body.replace(/1\]}$/, '1 , ]\n,\n}');
        expect(() => JSON.parse(printed) as unknown).toThrow(SyntaxError);
        expect(only(post(printed))).toEqual(only(post(body)));
      }),
    );
  });
});

describe('anything at all', () => {
  const words = fc.constantFrom(
    'meta_object',
    'extra_info',
    'status',
    'message_id',
    'id',
    'from',
    'type',
    'body',
    'message',
    'media_url',
    'message_template_id',
    'event',
    'display_phone_number',
    'not sent',
    'sent',
    'text',
    'location',
    '__proto__',
    'constructor',
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 4 }, words, fc.jsonValue(), fc.array(tie('value')), tie('object')),
    object: fc.dictionary(words, tie('value')),
  }));

  it('gives items, all with ids, and the same ones again', () => {
    fc.assert(
      fc.property(value, (body) => {
        const items = translateKaleyra(post(body));
        expect(items.length).toBeGreaterThan(0);
        expect(items.every(({ id }) => id.length > 0)).toBe(true);
        expect(translateKaleyra(post(body))).toEqual(items);
      }),
      { numRuns: 500 },
    );
  });

  it('in a query gives one item', () => {
    fc.assert(
      fc.property(fc.dictionary(words, fc.oneof(words, fc.json(), fc.string())), (query) => {
        expect(translateKaleyra(get(query)).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('nested deeper than any vendor nests is kept as unknown', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(only(post(deep)).kind).toBe('unknown');
    expect(only(post(`{"message":"${'['.repeat(9)}"`)).kind).toBe('unknown');
  });
});

describe('a callback as large as it may be', () => {
  // What looked through everything again for each status would take minutes.
  it('is read in no time, whatever stands beside its statuses', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({ id: `wamid.${at}` }));
    const failed = many.map((status) => ({ ...status, status: 'failed' }));
    const padding = 'x '.repeat(1_000_000);
    const info = JSON.stringify({ ref: 'msg_1.1', message_id: 'wamid.0', padding });
    const body = { ...statuses(failed, []), extra_info: info, reason: padding };
    const items = translateKaleyra(post(body));
    expect(items).toHaveLength(10_000);
    expect(items[0]).toMatchObject({ ids: { reference: 'msg_1.1', providerIds: ['wamid.0'] } });
    expect(items[1]).toMatchObject({ ids: { providerIds: ['wamid.1'] } });
  });
});
