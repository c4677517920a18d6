import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import { SendMessageDto } from './send-message.dto.js';

const TO = '+919876500001';
const OPTIONS: readonly ValidationPipeOptions[] = [
  { transform: true },
  { transform: true, whitelist: true },
  { transform: true, whitelist: true, forbidNonWhitelisted: true },
];

/** What an application's own pipe answers to a message: the body that its handler gets, or the sentences of its 400. */
async function piped(message: unknown, options: ValidationPipeOptions): Promise<unknown> {
  const pipe = new ValidationPipe(options);
  const body = { sender: 'shop-in', message: structuredClone(message) };
  try {
    return await pipe.transform(body, { type: 'body', metatype: SendMessageDto });
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
});
