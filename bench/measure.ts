/** One thing to measure: does its work `count` times. */
export interface Subject {
  readonly name: string;
  readonly run: (count: number) => Promise<void>;
}

export interface Figure {
  readonly name: string;
  /** Median over the rounds of the CPU time of this process, in microseconds per call. */
  readonly cpuMicros: number;
  /** Median over the rounds of the calls per second. */
  readonly perSecond: number;
}

export interface Plan {
  readonly rounds: number;
  readonly calls: number;
}

/** Calls `call` so often, with so many under way at once. */
export async function repeat(
  count: number,
  concurrency: number,
  call: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** Measures the subjects in turn, round by round, so that a drift of the machine's speed meets them all alike. */
export async function measure(subjects: readonly Subject[], plan: Plan): Promise<Figure[]> {
  const samples = subjects.map(() => ({ cpu: [] as number[], rate: [] as number[] }));
  for (const { run } of subjects) await run(plan.calls);
  for (let round = 0; round < plan.rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      globalThis.gc?.();
      const cpu = process.cpuUsage();
      const start = process.hrtime.bigint();
      await subject.run(plan.calls);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      const { user, system } = process.cpuUsage(cpu);
      samples[i]?.cpu.push((user + system) / plan.calls);
      samples[i]?.rate.push(plan.calls / seconds);
    }
  }
  return subjects.map(({ name }, i) => ({
    name,
    cpuMicros: median(samples[i]?.cpu ?? []),
    perSecond: median(samples[i]?.rate ?? []),
  }));
}

/** The middle one of the values, or between the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
