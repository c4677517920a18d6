import { describe, expect, it } from '@jest/globals';
import { urlProblems } from './webhook-url.js';

describe('the URL of a webhook', () => {
  it.each(['https://example.com', 'https://example.com:8443/a?b=c', 'https://93.184.215.14/hook'])(
    'may be %s',
    (url) => {
      expect(urlProblems(url, false)).toEqual([]);
    },
  );

  it.each([
    'http://example.com/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[fd00::1]/',
  ])('may be %s only where private addresses are allowed', (url) => {
    expect(urlProblems(url, false)).toMatchObject([{ path: 'url' }]);
    expect(urlProblems(url, true)).toEqual([]);
  });

  it.each([
    'example.com/hook',
    'ftp://example.com/',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'https://example.com/#part',
    `https://example.com/${'a'.repeat(2_048)}`,
  ])('may never be %s', (url) => {
    expect(urlProblems(url, true)).toMatchObject([{ path: 'url' }]);
  });
});
