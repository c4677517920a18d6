import { ValidateBy } from 'class-validator';

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;
// The longest emoji, families and couples with skin tones, stay well below.
const MAX_UNITS = 64;

/** One emoji, or nothing at all. */
export function IsEmojiOrEmpty(): PropertyDecorator {
  return ValidateBy(
    { name: 'isEmojiOrEmpty', validator: { validate: isEmojiOrEmpty } },
    { message: '`emoji` must be one emoji, or empty to take the reaction back.' },
  );
}

function isEmojiOrEmpty(value: unknown): boolean {
  if (value === '') return true;
  if (typeof value !== 'string' || value.length > MAX_UNITS || !EMOJI.test(value)) return false;
  return [...SEGMENTER.segment(value)].length === 1;
}
