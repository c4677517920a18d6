import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallbackItem } from '../callback-item.js';
import { createHttp } from '../http/transport.js';
import type { Callback } from '../provider.js';
import type { GupshupOptions } from './gupshup.options.js';
import { GupshupProvider } from './gupshup.provider.js';

const SENT = 'wamid.HBgMOTE5ODc2NTAwMDAxFQIAERgSQTFCMkMzRDRFNUY2QTdCOEM5AA==';

const provider = (options: Partial<GupshupOptions> = {}) =>
  new GupshupProvider({ appId: 'app-1', token: 'sk_0', ...options }, createHttp());

const posted = (body: Uint8Array): Callback => ({ method: 'POST', headers: {}, query: {}, body });

const envelope = (...changes: unknown[]) => ({ gs_app_id: 'app-1', entry: [{ changes }] });

const translate = (body: unknown, options?: Partial<GupshupOptions>): CallbackItem[] =>
  provider(options).translate(posted(Buffer.from(JSON.stringify(body))));

const statuses = (...list: unknown[]) =>
  envelope({ field: 'messages', value: { messaging_product: 'whatsapp', statuses: list } });

const delivered = { gs_id: 'g-1', id: SENT, status: 'delivered', timestamp: '1776944126' };

// The fixture pairs, arbitrary bytes and mutated callbacks are in gupshup.conformance.spec.ts.
describe("Gupshup's callbacks", () => {
  it('give one item for each of n statuses, in order, over all entries and changes', () => {
    const word = fc.constantFrom('sent', 'delivered', 'read', 'failed', 'new-word');
    const batches = fc.array(fc.array(fc.array(word)));
    fc.assert(
      fc.property(batches, (entries) => {
        const words = entries.flat(2);
        fc.pre(words.length > 0);
        const entry = entries.map((changes) => ({
          changes: changes.map((list) => ({
            field: 'messages',
            value: { statuses: list.map((status, i) => ({ ...delivered, status, id: `${i}` })) },
          })),
        }));
        const items = translate({ gs_app_id: 'app-1', entry });
        const facts = items.filter((item) => JSON.stringify(item.raw).includes('gs_id'));
        expect(facts.map((item) => (item.kind === 'status' ? item.status : 'new-word'))).toEqual(
          words,
        );
      }),
    );
  });

  it('lose no good item to a bad one beside it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.array(fc.jsonValue()), (before, after) => {
        const items = translate(statuses(...before, delivered, ...after));
        expect(items).toHaveLength(before.length + 1 + after.length);
        expect(items[before.length]).toMatchObject({ kind: 'status', status: 'delivered' });
      }),
    );
  });

  it('give a fact the same id whatever it is delivered together with', () => {
    const [alone] = translate(statuses(delivered));
    const [, beside] = translate(statuses({ ...delivered, status: 'sent' }, delivered));
    expect(beside).toEqual(alone);
  });

  it.each([
    ['status', { status: 'read' }],
    ['time', { timestamp: '1776944127' }],
    ['recipient', { recipient_id: '919876500001' }],
    ['Gupshup id', { gs_id: 'g-2' }],
    ['Meta id', { meta_msg_id: `${SENT}=` }],
  ])('tell two statuses apart that differ in the %s', (_part, change) => {
    const items = translate(statuses(delivered, { ...delivered, ...change }));
    expect(items[0]?.id).not.toBe(items[1]?.id);
  });

  it('keep the id of a fact when only its text differs', () => {
    const failed = { ...delivered, status: 'failed', code: '1002', reason: 'One wording' };
    const [one, other] = translate(statuses(failed, { ...failed, reason: 'Another wording' }));
    expect(other?.id).toBe(one?.id);
  });

  it("believe Meta's errors before a code on the status itself", () => {
    const errors = [{ code: 131026, title: 'Message Undeliverable' }];
    const failed = { ...delivered, status: 'failed', errors, code: '500', reason: 'Internal' };
    expect(translate(statuses(failed))).toMatchObject([
      { failure: { code: 'rejected', vendor: { code: '131026' } } },
    ]);
  });

  it('name the error that the dictionary knows where there are several', () => {
    const errors = [{ code: 1 << 30, title: 'New' }, { code: 131047 }];
    expect(translate(statuses({ ...delivered, status: 'failed', errors }))).toMatchObject([
      { failure: { vendor: { code: '131047' } } },
    ]);
  });

  it('carry our reference only where the sender has opted in', () => {
    const echoed = { ...delivered, biz_opaque_callback_data: 'msg_1.1' };
    expect(translate(statuses(echoed))).toMatchObject([{ ids: { providerIds: ['g-1', SENT] } }]);
    expect(translate(statuses(echoed))[0]).not.toHaveProperty('ids.reference');
    expect(translate(statuses(echoed), { sendReference: true })).toMatchObject([
      { ids: { reference: 'msg_1.1', providerIds: ['g-1', SENT], wamid: SENT } },
    ]);
  });

  it('are kept byte for byte where they are not even text', () => {
    const items = provider().translate(posted(Uint8Array.of(0xff, 0xfe, 0x00)));
    expect(items).toMatchObject([{ kind: 'unknown', raw: { base64: '//4A' } }]);
  });

  it('are read from a view of a larger buffer, as servers hand them over', () => {
    const text = Buffer.from(`junk${JSON.stringify(statuses(delivered))}junk`);
    const view = new Uint8Array(text.buffer, text.byteOffset + 4, text.length - 8);
    expect(provider().translate(posted(view))).toEqual(translate(statuses(delivered)));
  });

  it('never put a number or a text of theirs into the reason of an unknown item', () => {
    const items = translate(
      envelope({ field: '919876500001', value: {} }, { field: 'see you at ten', value: {} }),
    );
    expect(items.map((item) => item.kind === 'unknown' && item.reason)).toEqual([
      'A change has a field "?" that is not known.',
      'A change has a field "?" that is not known.',
    ]);
  });

  // What looked through all contacts for each status would take minutes.
  it('are read in no time where thousands of users stand beside thousands of statuses', () => {
    const numbers = Array.from({ length: 15_000 }, (_, at) => `9198765${10_000 + at}`);
    const contacts = numbers.map((wa_id) => ({ wa_id, user_id: `IN.${wa_id}` }));
    const list = numbers.map((recipient_id) => ({ ...delivered, recipient_id }));
    const items = translate(envelope({ field: 'messages', value: { contacts, statuses: list } }));
    expect(items).toHaveLength(15_000);
    expect(items.at(-1)).toMatchObject({ recipient: { phone: '+919876524999' } });
    expect(items.at(-1)).toMatchObject({ recipient: { userId: 'IN.919876524999' } });
  });
});
