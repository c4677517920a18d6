import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { BootError } from './boot-error.js';
import { validateEnvironment } from './environment.js';

function refusal(variables: Record<string, string>): BootError {
  try {
    validateEnvironment(variables);
  } catch (error) {
    if (error instanceof BootError) return error;
  }
  throw new Error('The settings were taken.');
}

describe('the settings', () => {
  it('have defaults that listen on this machine only', () => {
    expect(validateEnvironment({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATABASE_URL: 'sqlite:data/waypost.db',
      ALLOW_PRIVATE_EGRESS: false,
      MEDIA_DOWNLOAD: false,
      DATA_DIR: 'data',
      RETENTION_DAYS: 90,
      CALLBACK_RETENTION_DAYS: 7,
      LOG_LEVEL: 'log',
      LOG_FORMAT: 'text',
    });
  });

  it('are read from text', () => {
    const settings = {
      PORT: '8080',
      ALLOW_PRIVATE_EGRESS: 'true',
      MEDIA_DOWNLOAD: '1',
      PUBLIC_URL: 'http://gw:3000',
    };
    expect(validateEnvironment(settings)).toMatchObject({
      PORT: 8080,
      ALLOW_PRIVATE_EGRESS: true,
      MEDIA_DOWNLOAD: true,
      PUBLIC_URL: 'http://gw:3000',
    });
  });

  it('keep the database with everything else, unless it is named', () => {
    expect(validateEnvironment({ DATA_DIR: '/var/lib/waypost' })).toMatchObject({
      DATABASE_URL: 'sqlite:/var/lib/waypost/waypost.db',
    });
  });

  it('count an empty variable as unset', () => {
    for (const empty of ['', ' ']) {
      const { PORT, SENDERS_FILE } = validateEnvironment({ PORT: empty, SENDERS_FILE: empty });
      expect([PORT, SENDERS_FILE]).toEqual([3000, undefined]);
    }
  });

  it.each(['https://me:hunter2@gw.example.com', 'https://gw.example.com?a=b', 'https://a.b/#c'])(
    'refuse a public URL to which no path can be added: %s',
    (PUBLIC_URL) => {
      expect(refusal({ PUBLIC_URL }).problems).toEqual([
        'PUBLIC_URL must be a URL such as https://waypost.example.com, without credentials and query.',
      ]);
    },
  );

  it('leave other variables of the process alone', () => {
    expect(validateEnvironment({ PATH: '/usr/bin' })).not.toHaveProperty('PATH');
  });

  it('are refused with all problems at once, and without a value', () => {
    const { message, problems } = refusal({
      PORT: '70000',
      DATABASE_URL: 'mysql://hunter2',
      BOOTSTRAP_API_KEY: 'wp_hunter2',
      SECRET_KEY: 'hunter2',
      PUBLIC_URL: 'ftp://hunter2',
      ALLOW_PRIVATE_EGRESS: 'hunter2',
      MEDIA_DOWNLOAD: 'hunter2',
      RETENTION_DAYS: '0',
      LOG_LEVEL: 'hunter2',
      LOG_FORMAT: 'hunter2',
    });
    const named = problems.map((problem) => problem.split(' ')[0]);
    expect(named).toEqual([
      'PORT',
      'DATABASE_URL',
      'BOOTSTRAP_API_KEY',
      'SECRET_KEY',
      'PUBLIC_URL',
      'ALLOW_PRIVATE_EGRESS',
      'MEDIA_DOWNLOAD',
      'RETENTION_DAYS',
      'LOG_LEVEL',
      'LOG_FORMAT',
    ]);
    expect(message).not.toMatch(/hunter2|70000/);
  });

  it.each(['abc', '-1', '3000.5', '65536', '0x'])('refuse %j as a port', (PORT) => {
    expect(refusal({ PORT }).problems).toEqual(['PORT must be a whole number from 0 to 65535.']);
  });

  it.each([
    'a'.repeat(40),
    `wp_${'a'.repeat(31)}`,
    `wp_${'a'.repeat(31)} b`,
    `wp_${'a'.repeat(32)}é`,
  ])('refuse %j as an API key', (BOOTSTRAP_API_KEY) => {
    expect(refusal({ BOOTSTRAP_API_KEY }).problems).toHaveLength(1);
  });

  it('take wp_ and 32 characters as an API key', () => {
    const BOOTSTRAP_API_KEY = `wp_${'a'.repeat(32)}`;
    expect(validateEnvironment({ BOOTSTRAP_API_KEY })).toMatchObject({ BOOTSTRAP_API_KEY });
  });

  it.each([16, 31, 33, 48])('refuse %i bytes as a secret key', (bytes) => {
    const SECRET_KEY = randomBytes(bytes).toString('base64');
    expect(refusal({ SECRET_KEY }).problems).toEqual([expect.stringMatching(/^SECRET_KEY must/)]);
  });

  it('take 32 bytes in base64 as a secret key', () => {
    const SECRET_KEY = randomBytes(32).toString('base64');
    expect(validateEnvironment({ SECRET_KEY })).toMatchObject({ SECRET_KEY });
  });

  it('need both keys from outside beside PostgreSQL, where every replica must have the same', () => {
    const DATABASE_URL = 'postgres://db.example.com/waypost';
    const keys = {
      SECRET_KEY: randomBytes(32).toString('base64'),
      BOOTSTRAP_API_KEY: `wp_${'a'.repeat(32)}`,
    };
    expect(refusal({ DATABASE_URL }).problems).toEqual([
      'SECRET_KEY must be set when DATABASE_URL names PostgreSQL.',
      'BOOTSTRAP_API_KEY must be set when DATABASE_URL names PostgreSQL.',
    ]);
    expect(validateEnvironment({ DATABASE_URL, ...keys })).toMatchObject(keys);
  });
});
