import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { examples } from './examples/examples.js';
import { TextMessage } from './message.dto.js';
import { messageKinds, type Message } from './message.js';
import { SendMessageDto } from './send-message.dto.js';
import { NestedList } from './validation/nested.decorator.js';
import type { Class } from './validation/shape.js';

const TO = '+919876500001';
const IMPLICITLY = { enableImplicitConversion: true };
const OPTIONS: readonly ValidationPipeOptions[] = [
  { transform: true },
  { transform: true, whitelist: true },
  { transform: true, whitelist: true, forbidNonWhitelisted: true },
  { transform: true, transformOptions: IMPLICITLY },
];

/** What an application's own pipe answers to a message: the body that its handler gets, or the sentences of its 400. */
function piped(message: unknown, options: ValidationPipeOptions): Promise<unknown> {
  return pipedAs(SendMessageDto, { sender: 'shop-in', message }, options);
}

async function pipedAs(
  metatype: Class,
  body: object,
  options: ValidationPipeOptions,
): Promise<unknown> {
  const pipe = new ValidationPipe(options);
  try {
    return await pipe.transform(structuredClone(body), { type: 'body', metatype });
  } catch (error) {
    if (!(error instanceof BadRequestException)) throw error;
    return (error.getResponse() as { message: unknown }).message;
  }
}

describe.each(OPTIONS)("the DTOs in Nest's ValidationPipe, %j", (options) => {
  it('refuse a type that there is not, by name, and hold nothing else against the message', async () => {
    const message = { to: TO, type: 'txt', text: { body: 'Hello' } };
    expect(await piped(message, options)).toEqual([
      expect.stringMatching(/^message\.`type` must be one of `text`, .*Did you mean `text`\?$/),
    ]);
  });

  it('refuse a message without a type', async () => {
    expect(await piped({ to: TO }, options)).toEqual([
      expect.stringMatching(/^message\.`type` must be one of `text`, /),
    ]);
  });

  it('check what all types have in common along with a wrong type', async () => {
    expect(await piped({ to: '1', type: 'txt' }, options)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('`to` must be a phone number'),
        expect.stringContaining('`type` must be one of'),
      ]),
    );
  });

  it.each([
    ['interactive', { type: 'interactive', interactive: { type: 'buton' } }, 'interactive.`type`'],
    [
      'component',
      {
        type: 'template',
        template: { name: 'a', language: { code: 'en' }, components: [{ type: 'heder' }] },
      },
      'template.components.0.`type`',
    ],
  ])('refuse a kind of %s that there is not', async (_what, content, place) => {
    expect(await piped({ to: TO, ...content }, options)).toEqual([
      expect.stringContaining(`message.${place} must be one of`),
    ]);
  });

  it.each([
    ['`to`', { to: 'nobody', type: 'text', text: { body: 'Hello' } }],
    ['text.`preview_url`', { to: TO, type: 'text', text: { body: 'Hello', preview_url: 'no' } }],
  ])('name the member in every sentence, such as %s', async (place, message) => {
    expect(await piped(message, options)).toEqual([
      expect.stringContaining(`message.${place} must be`),
    ]);
  });

  it('bring what can be read into the form that is kept', async () => {
    const message = { to: '+91 98765 00001', type: 'text', text: { body: 'Hello' } };
    expect(await piped(message, options)).toMatchObject({ message: { to: TO, type: 'text' } });
  });

  it.each(Object.entries(examples))(
    'let the example %s pass as it stands',
    async (_name, message) => {
      expect(json(await piped(message, options))).toEqual({ sender: 'shop-in', message });
      const kind = messageKinds.choose({ ...message }) as Class;
      const piece = await pipedAs(kind, message, options);
      expect(piece).toBeInstanceOf(kind);
      expect(json(piece)).toEqual(message);
    },
  );

  it('read what the caller wrote, not what the pipe would make of it', async () => {
    const text = { to: TO, type: 'text', text: { body: 'Hello', preview_url: 'false' } };
    expect(await pipedAs(TextMessage, text, options)).toMatchObject({
      text: { preview_url: false },
    });
    expect(await pipedAs(TextMessage, { ...text, to: 919876500001 }, options)).toEqual([
      expect.stringContaining('`to` must be a phone number'),
    ]);
  });

  it.each(['ordered', 'allowUnknown'])('refuse a text as %s', async (switched) => {
    const message = examples.text;
    const body = { sender: 'shop-in', message, [switched]: 'false' };
    expect(await pipedAs(SendMessageDto, body, options)).toEqual([
      `\`${switched}\` must be true or false.`,
    ]);
    expect(await pipedAs(SendMessageDto, { ...body, [switched]: false }, options)).toMatchObject({
      [switched]: false,
    });
  });
});

describe('a list of a union', () => {
  // The type that a compiler leaves behind for a list is Array, which the pipe makes of each of its items as well.
  class Holder {
    @NestedList(messageKinds)
    messages: Message[];
  }

  it('passes a pipe that converts implicitly', async () => {
    const body = { messages: [examples.text] };
    expect(await pipedAs(Holder, body, { transformOptions: IMPLICITLY, transform: true })).toEqual({
      messages: [expect.any(TextMessage)],
    });
  });
});

function json(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
