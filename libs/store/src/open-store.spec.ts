import { describe, expect, it } from '@jest/globals';
import { openStore } from './open-store.js';

describe('openStore', () => {
  it('refuses a URL of another database without showing it', async () => {
    const attempt = openStore('mysql://waypost:s3cret@db.example.com/waypost');
    await expect(attempt).rejects.toThrow(/must begin with "sqlite:" or "postgres:\/\/"/);
    await expect(attempt).rejects.not.toThrow(/s3cret/);
  });

  it('refuses a SQLite URL that names no file', async () => {
    await expect(openStore('sqlite:')).rejects.toThrow(/names no file/);
  });
});
