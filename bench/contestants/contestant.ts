import type { Target } from '../load/target.js';
import type { Child } from '../rig/child.js';
import type { Workbench } from '../rig/workbench.js';

/** A gateway that takes messages over HTTP and hands them to the vendor. */
export interface Contestant {
  readonly name: string;
  /**
   * Starts it; whatever it starts, the workbench's rig stops.
   * @throws Unavailable where it cannot take part here
   */
  readonly start: (bench: Workbench) => Promise<Running>;
}

/** A contestant that is ready. */
export interface Running {
  readonly target: Target;
  /** Where the vendor reads what it hands over. */
  readonly vendorPath: string;
  /** Its own processes. */
  readonly gateway: readonly Child[];
  /** The database or queue server beside it. */
  readonly store?: Child;
  /** What is to be known about its figures. */
  readonly notes?: readonly string[];
}

/** Something cannot be measured here, and no one is at fault: a program is not installed, a feature not there yet. */
export class Unavailable extends Error {}
