/** With a million messages that wait, counting them keeps the database for a tenth of a second: rest so many times as long. */
const REST_FACTOR = 20;
/** And never longer: one that waited for a database in vain would else be missed long after. */
const MAX_REST_MS = 10_000;

/** Reads no more often than it costs, however often it is asked for; those who ask meanwhile share one reading. */
export function pacedReading(measure: () => Promise<void>): () => Promise<void> {
  let reading: Promise<void> | undefined;
  let restUntil = 0;
  return () => {
    if (!reading && performance.now() < restUntil) return Promise.resolve();
    reading ??= timed().finally(() => (reading = undefined));
    return reading;
  };

  async function timed(): Promise<void> {
    const began = performance.now();
    await measure();
    const now = performance.now();
    restUntil = now + Math.min(MAX_REST_MS, (now - began) * REST_FACTOR);
  }
}
