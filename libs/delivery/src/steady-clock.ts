const ORIGIN = performance.timeOrigin;

/**
 * Epoch milliseconds on a clock that only ever runs: no correction of the system's time, by a second or by an hour,
 * makes a rate, a back-off or a pause in memory longer or shorter.
 */
export function steadyNow(): number {
  return ORIGIN + performance.now();
}

/** A time of the system's clock as one of the steady one: as far from now as it is there. */
export function toSteady(time: number): number {
  return time - Date.now() + steadyNow();
}

/** The other way round. */
export function fromSteady(time: number): number {
  return time - steadyNow() + Date.now();
}
