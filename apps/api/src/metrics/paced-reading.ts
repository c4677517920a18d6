/** With a million messages that wait, counting them keeps the database for a tenth of a second: rest so many times as long. */
const REST_FACTOR = 20;

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
    restUntil = now + (now - began) * REST_FACTOR;
  }
}
