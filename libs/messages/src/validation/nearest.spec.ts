import { describe, expect, it } from '@jest/globals';
import { nearest } from './nearest.js';

const KNOWN = ['caption', 'filename', 'id', 'link', 'biz_opaque_callback_data'];

describe('nearest', () => {
  it.each([
    ['captoin', 'caption'],
    ['Caption', 'caption'],
    ['captions', 'caption'],
    ['fileName', 'filename'],
    ['file_name', 'filename'],
    ['lnik', 'link'],
    ['ids', 'id'],
    ['biz_opaque_callback', 'biz_opaque_callback_data'],
  ])('takes %s for %s', (given, meant) => {
    expect(nearest(given, KNOWN)).toBe(meant);
  });

  it.each(['', 'sparkle', 'xy', 'link_preview_of_the_image', 'caption'.repeat(100)])(
    'takes %s for nothing',
    (given) => {
      expect(nearest(given, KNOWN)).toBeUndefined();
    },
  );
});
