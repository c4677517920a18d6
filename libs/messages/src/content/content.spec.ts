import { describe, expect, it } from '@jest/globals';
import { changedExample, type Changes } from '../examples/changed-example.js';
import type { ExampleName } from '../examples/examples.js';
import { validateMessage } from '../validate-message.js';

type Case = readonly [example: ExampleName, what: string, changes: Changes, ...paths: string[]];

const card = { name: { formatted_name: 'Customer Care' } };
const emoji = (value: string): Changes => ({ 'reaction.emoji': value });

const VALID: readonly Case[] = [
  ['text', '4096 characters', { 'text.body': 'x'.repeat(4096) }],
  ['text', '4096 characters of two units each', { 'text.body': '😀'.repeat(4096) }],
  ['text', 'preview_url as text', { 'text.preview_url': 'false' }],
  ['text', 'null for an optional member', { 'text.preview_url': null, context: null }],
  [
    'text',
    'neither product nor recipient type',
    { messaging_product: undefined, recipient_type: null },
  ],
  ['text', 'callback data of 512 characters', { biz_opaque_callback_data: 'x'.repeat(512) }],
  ['text', 'an identity hash', { recipient_identity_key_hash: 'DF2lS5v2W6x=' }],
  ['text', 'a user id instead of a phone', { to: undefined, recipient: 'US.13491208655302741918' }],
  [
    'text',
    'the user id of a parent business',
    { to: undefined, recipient: 'US.ENT.13491208655302741918' },
  ],
  ['text', 'both phone and user id', { recipient: 'IN.1' }],
  ['image', 'a caption of 1024 characters', { 'image.caption': 'x'.repeat(1024) }],
  ['image', 'an empty caption', { 'image.caption': '' }],
  ['audio', 'voice as text', { 'audio.voice': 'true' }],
  ['audio', 'a link', { audio: { link: 'http://example.com/a.ogg' } }],
  ['location', 'degrees as text', { 'location.latitude': '-12.5', 'location.longitude': '180' }],
  ['location', 'no name', { 'location.name': undefined, 'location.address': undefined }],
  ['contacts', '257 cards', { contacts: Array(257).fill(card) }],
  ['contacts', 'one name only', { contacts: [card] }],
  ['reaction', 'no emoji', emoji('')],
  ['reaction', 'a family with skin tones', emoji('👩🏽‍👩🏿‍👧🏻‍👦🏼')],
  ['reaction', 'a flag', emoji('🇮🇳')],
  ['reaction', 'a keycap', emoji('1️⃣')],
  ['reaction', 'a heart without its selector', emoji('❤')],
];

const INVALID: readonly Case[] = [
  ['text', 'no body', { 'text.body': undefined }, 'text.body'],
  ['text', 'a null body', { 'text.body': null }, 'text.body'],
  ['text', 'an empty body', { 'text.body': '' }, 'text.body'],
  ['text', '4097 characters', { 'text.body': 'x'.repeat(4097) }, 'text.body'],
  ['text', 'a number for the body', { 'text.body': 7 }, 'text.body'],
  ['text', 'a list for the content', { text: ['x'] }, 'text'],
  ['text', 'text for the content', { text: 'x' }, 'text'],
  ['text', 'no content', { text: undefined }, 'text'],
  ['text', 'preview_url as a number', { 'text.preview_url': 1 }, 'text.preview_url'],
  ['text', 'another product', { messaging_product: 'sms' }, 'messaging_product'],
  ['text', 'a group', { recipient_type: 'group' }, 'recipient_type'],
  ['text', 'nobody to send to', { to: undefined }, ''],
  ['text', 'a national number', { to: '098765 00001' }, 'to'],
  ['text', 'a phone that is a number', { to: 919876500001 }, 'to'],
  ['text', 'a phone for a user id', { recipient: '+919876500001' }, 'recipient'],
  ['text', 'a user id that is too long', { recipient: `US.${'1'.repeat(129)}` }, 'recipient'],
  [
    'text',
    'callback data of 513 characters',
    { biz_opaque_callback_data: 'x'.repeat(513) },
    'biz_opaque_callback_data',
  ],
  ['text', 'a reply to nothing', { context: {} }, 'context.message_id'],
  [
    'text',
    'a reply to a long id',
    { context: { message_id: 'x'.repeat(129) } },
    'context.message_id',
  ],
  ['text', 'a type in capitals', { type: 'TEXT' }, 'type'],
  ['text', 'no type', { type: undefined }, 'type'],
  ['image', 'id and link', { 'image.link': 'https://example.com/a.jpg' }, 'image'],
  ['image', 'neither id nor link', { 'image.id': undefined }, 'image'],
  ['image', 'a link that is none', { image: { link: 'example.com/a.jpg' } }, 'image.link'],
  ['image', 'a link to a file', { image: { link: 'file:///a.jpg' } }, 'image.link'],
  [
    'image',
    'a link with a space',
    { image: { link: 'https://example.com/a b.jpg' } },
    'image.link',
  ],
  ['image', 'a link without a host', { image: { link: 'https://' } }, 'image.link'],
  ['image', 'a caption of 1025 characters', { 'image.caption': 'x'.repeat(1025) }, 'image.caption'],
  ['image', 'a file name', { 'image.filename': 'a.jpg' }, 'image.filename'],
  ['video', 'a caption of 1025 characters', { 'video.caption': 'x'.repeat(1025) }, 'video.caption'],
  ['video', 'a file name', { 'video.filename': 'a.mp4' }, 'video.filename'],
  ['video', 'voice', { 'video.voice': true }, 'video.voice'],
  ['audio', 'a caption', { 'audio.caption': 'x' }, 'audio.caption'],
  ['audio', 'a file name', { 'audio.filename': 'a.ogg' }, 'audio.filename'],
  ['audio', 'voice that says neither', { 'audio.voice': 'yes' }, 'audio.voice'],
  [
    'document',
    'a caption of 1025 characters',
    { 'document.caption': 'x'.repeat(1025) },
    'document.caption',
  ],
  ['document', 'an empty file name', { 'document.filename': '' }, 'document.filename'],
  ['sticker', 'a caption', { 'sticker.caption': 'x' }, 'sticker.caption'],
  ['sticker', 'a file name', { 'sticker.filename': 'a.webp' }, 'sticker.filename'],
  ['location', 'no longitude', { 'location.longitude': undefined }, 'location.longitude'],
  ['location', 'a latitude off the globe', { 'location.latitude': 90.1 }, 'location.latitude'],
  ['location', 'a longitude off the globe', { 'location.longitude': '-181' }, 'location.longitude'],
  ['location', 'degrees in words', { 'location.latitude': 'north' }, 'location.latitude'],
  ['location', 'degrees that are no number', { 'location.latitude': NaN }, 'location.latitude'],
  ['contacts', 'no cards', { contacts: [] }, 'contacts'],
  ['contacts', '258 cards', { contacts: Array(258).fill(card) }, 'contacts'],
  ['contacts', 'one card outside a list', { contacts: card }, 'contacts'],
  ['contacts', 'a card without a name', { 'contacts[0].name': undefined }, 'contacts[0].name'],
  [
    'contacts',
    'a name without its whole',
    { 'contacts[0].name': { first_name: 'Care' } },
    'contacts[0].name.formatted_name',
  ],
  [
    'contacts',
    'a birthday the other way round',
    { 'contacts[0].birthday': '09-09-2001' },
    'contacts[0].birthday',
  ],
  [
    'contacts',
    'a month too many',
    { 'contacts[0].birthday': '2001-13-01' },
    'contacts[0].birthday',
  ],
  [
    'contacts',
    'a phone that is text',
    { 'contacts[0].phones[0]': '+1 202-555-0143' },
    'contacts[0].phones[0]',
  ],
  ['reaction', 'no message', { 'reaction.message_id': undefined }, 'reaction.message_id'],
  ['reaction', 'no member emoji', { 'reaction.emoji': undefined }, 'reaction.emoji'],
  ['reaction', 'two emoji', emoji('👍👍'), 'reaction.emoji'],
  ['reaction', 'a letter', emoji('a'), 'reaction.emoji'],
  ['reaction', 'a digit', emoji('1'), 'reaction.emoji'],
  ['reaction', 'an emoji that never ends', emoji(`👍${'\u0301'.repeat(100)}`), 'reaction.emoji'],
  ['reaction', 'a reply', { context: { message_id: 'wamid.x' } }, 'context'],
];

describe('the content of a message', () => {
  it.each(VALID)('of type %s may have %s', (example, _what, changes) => {
    expect(validateMessage(changedExample(example, changes)).problems).toBeUndefined();
  });

  it.each(INVALID)('of type %s may not have %s', (example, _what, changes, ...paths) => {
    const { problems } = validateMessage(changedExample(example, changes), { path: '' });
    expect(problems?.map(({ path }) => path)).toEqual(paths);
  });

  it('keeps what was read, not what was written', () => {
    const { message } = validateMessage({
      to: '91 98765 00001',
      type: 'text',
      text: { body: 'Hello', preview_url: 'true' },
    });
    expect(message).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '+919876500001',
      type: 'text',
      text: { body: 'Hello', preview_url: true },
    });
  });
});
