import { describe, expect, it } from '@jest/globals';
import { changedExample, type Changes } from './examples/changed-example.js';
import type { ExampleName } from './examples/examples.js';
import { validateMessage } from './validate-message.js';

const problemsOf = (example: ExampleName, changes: Changes) =>
  validateMessage(changedExample(example, changes)).problems;

describe('validateMessage', () => {
  it('names every problem at once', () => {
    const problems = problemsOf('interactive-button', {
      to: '12',
      captoin: 'x',
      'interactive.footer.text': '',
      'interactive.action.buttons[1].reply.title': 'x'.repeat(21),
    });
    expect(problems?.map(({ path }) => path)).toEqual([
      'message.to',
      'message.interactive.footer.text',
      'message.interactive.action.buttons[1].reply.title',
      'message.captoin',
    ]);
  });

  it.each<[ExampleName, Changes, string]>([
    ['text', { 'text.body': '' }, '`body` must be text of 1 to 4096 characters, but has 0.'],
    ['text', { 'text.body': undefined }, '`body` is required.'],
    ['text', { text: 7 }, '`text` must be an object.'],
    [
      'image',
      { 'image.caption': '😀'.repeat(1025) },
      '`caption` must be text of at most 1024 characters, but has 1025.',
    ],
    [
      'image',
      { 'image.link': 'https://example.com' },
      'Exactly one of `id` or `link` is allowed, not several.',
    ],
    ['image', { 'image.id': undefined }, 'Exactly one of `id` or `link` is required.'],
    ['audio', { 'audio.caption': 'x' }, 'Leave out `caption`: audio has no caption.'],
    ['contacts', { contacts: [] }, '`contacts` must be a list of at least 1 item, but has 0.'],
    ['contacts', { contacts: 'x' }, '`contacts` must be a list of at least 1 item.'],
    ['text', { 'text.body': ['x'] }, '`body` must be text of 1 to 4096 characters.'],
    [
      'interactive-button',
      { 'interactive.type': 'lst' },
      /^`type` must be one of `button`, `list`, .* Did you mean `list`\?$/,
    ],
    [
      'text',
      { type: 'vidoe' },
      /^`type` must be one of `text`, `image`, .* Did you mean `video`\?$/,
    ],
    ['text', { type: undefined }, /^`type` must be one of `text`, [^?]*`template`\.$/],
  ] as [ExampleName, Changes, string][])(
    'says what is allowed: %s %j',
    (example, changes, sentence) => {
      const message = problemsOf(example, changes)?.map((problem) => problem.message);
      expect(message).toEqual([expect.stringMatching(sentence)]);
    },
  );

  it('quotes nothing that was given', () => {
    const secret = 'Confidential 4711';
    const texts = ['text', 'contacts', 'interactive-list', 'template-media'] as const;
    for (const example of texts) {
      const spoiled = JSON.parse(
        JSON.stringify(changedExample(example, {}), (key, value: unknown) =>
          typeof value === 'string' && key !== 'type' ? secret.repeat(300) : value,
        ),
      ) as unknown;
      const { problems } = validateMessage(spoiled);
      expect(problems?.length).toBeGreaterThan(0);
      expect(JSON.stringify(problems)).not.toContain('4711');
    }
  });

  it('gives a copy, and leaves what it was given alone', () => {
    const given = changedExample('template-carousel', {});
    const before = structuredClone(given);
    const { message } = validateMessage(given);
    expect(message).not.toBe(given);
    expect(given).toEqual(before);
  });

  it('checks what every message has also where its type is not known', () => {
    const problems = problemsOf('text', { type: 'vidoe', to: '12', context: 7, sparkle: 1 });
    expect(problems?.map(({ path }) => path)).toEqual(['message.type', 'message.to']);
    expect(validateMessage({}).problems?.map(({ path }) => path)).toEqual([
      'message.type',
      'message',
    ]);
  });

  it('begins its paths as it is told', () => {
    expect(validateMessage({}, { path: 'messages[3].message' }).problems?.[0]?.path).toBe(
      'messages[3].message.type',
    );
  });

  it('stops at a thousand problems, of however many', () => {
    const phones = Array(5000).fill({ fax: 1 });
    expect(problemsOf('contacts', { 'contacts[0].phones': phones })).toHaveLength(1000);
  });

  it('looks at no more members once it has stopped', () => {
    let reads = 0;
    const members = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n]));
    const counting = new Proxy(members, {
      get: (target, key) => {
        reads++;
        return Reflect.get(target, key) as unknown;
      },
    });
    const input = { to: '+919876500001', type: 'text', text: counting };
    expect(validateMessage(input).problems).toHaveLength(1000);
    expect(reads).toBeLessThan(1100);
  });
});

describe('an unknown member', () => {
  it('is refused, with the nearest known one', () => {
    expect(problemsOf('image', { 'image.captoin': 'x' })).toEqual([
      {
        path: 'message.image.captoin',
        message: 'This member is not known; did you mean `caption`?',
      },
    ]);
  });

  it('is refused with a way out where no known one is near', () => {
    expect(problemsOf('image', { 'image.sparkle': 'x' })?.[0]?.message).toBe(
      'This member is not known; leave it out, or set `allowUnknown` to send it untouched.',
    );
  });

  it.each([
    ['at the top', 'new_field'],
    ['in the content', 'interactive.new_field'],
    ['in a list', 'interactive.action.buttons[1].new_field'],
    ['at the bottom', 'interactive.action.buttons[1].reply.new_field'],
  ])('is kept untouched %s where that is allowed', (_where, path) => {
    const input = changedExample('interactive-button', { [path]: { a: [1, null, { b: 'x' }] } });
    expect(validateMessage(input).problems?.map((problem) => problem.path)).toEqual([
      `message.${path}`,
    ]);
    expect(validateMessage(input, { allowUnknown: true }).message).toEqual(input);
  });

  it('does not excuse the known ones', () => {
    const input = changedExample('audio', { 'audio.caption': 'x', 'audio.new_field': 1, to: '1' });
    const { problems } = validateMessage(input, { allowUnknown: true });
    expect(problems?.map(({ path }) => path)).toEqual(['message.to', 'message.audio.caption']);
  });

  it('must be JSON', () => {
    const endless: Record<string, unknown> = {};
    endless.again = endless;
    for (const value of [endless, 1n, () => 1, new Map([[1, 2]]), new Date(), NaN, Symbol('x')]) {
      const input = changedExample('text', {});
      input.new_field = value;
      const { problems } = validateMessage(input, { allowUnknown: true });
      expect(problems?.map(({ path }) => path)).toEqual(['message.new_field']);
    }
  });

  it('must not be nested without end', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 65; level++) deep = { deep };
    const input = changedExample('text', { new_field: deep });
    expect(validateMessage(input, { allowUnknown: true }).problems).toEqual([
      {
        path: 'message.new_field',
        message: 'An unknown member must be JSON, at most 64 levels deep.',
      },
    ]);
  });

  it('may bear any name', () => {
    const input = JSON.parse(
      '{"to":"+919876500001","type":"text","text":{"body":"x","__proto__":{"a":1},"constructor":1,"a b":2}}',
    ) as unknown;
    expect(validateMessage(input).problems?.map(({ path }) => path)).toEqual([
      'message.text.__proto__',
      'message.text.constructor',
      'message.text["a b"]',
    ]);
    const { message } = validateMessage(input, { allowUnknown: true });
    expect(JSON.parse(JSON.stringify(message))).toMatchObject(input as object);
    expect(JSON.stringify(message)).toContain('"__proto__":{"a":1}');
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});
