import { describe, expect, it } from '@jest/globals';
import { createDatabase } from '../postgres.js';
import { crashRun } from './crash-run.js';

// In CI 15 on each engine; `npm run test:crash -- --kills 1000` for more.
const KILLS = Number(process.env.CRASH_KILLS ?? 15);
const LIMIT_MS = 180_000 + KILLS * 5_000;

describe('killed under load again and again', () => {
  it(
    'loses nothing and submits nothing twice on a guess, on SQLite',
    async () => {
      const { broken, posted, callbacks } = await crashRun({
        kills: KILLS,
        databaseUrl: 'sqlite:',
      });
      expect(broken).toEqual([]);
      expect(posted).toBeGreaterThan(KILLS);
      expect(callbacks.taken).toBeGreaterThan(posted);
      expect(callbacks.repeated).toBeGreaterThan(0);
    },
    LIMIT_MS,
  );

  it(
    'loses nothing and submits nothing twice on a guess, on PostgreSQL',
    async () => {
      const database = await createDatabase();
      try {
        const { broken, posted, callbacks } = await crashRun({
          ...{ kills: KILLS, databaseUrl: database.url },
        });
        expect(broken).toEqual([]);
        expect(posted).toBeGreaterThan(KILLS);
        expect(callbacks.taken).toBeGreaterThan(posted);
        expect(callbacks.repeated).toBeGreaterThan(0);
      } finally {
        await database.drop();
      }
    },
    LIMIT_MS,
  );
});
