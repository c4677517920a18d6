import { setTimeout } from 'node:timers/promises';
import type { ClosedLoad, Latency, OpenLoad, Sent } from '../load/load.js';
import type { VendorQuestion } from '../vendor-server.js';
import type { Child } from './child.js';
import { ask } from './ipc.js';
import { Rig } from './rig.js';

const DRAIN_LIMIT_MS = 60_000;

/** A rig with a load generator and a vendor, which share a core: what every contestant is put between. */
export class Workbench {
  private constructor(
    readonly rig: Rig,
    readonly vendorPort: number,
    private readonly vendor: Child,
    private readonly load: Child,
  ) {}

  /** Does `work` on a workbench of its own, and leaves nothing of it behind, however the work ends. */
  static use<T>(work: (bench: Workbench) => Promise<T>): Promise<T> {
    return Rig.use(async (rig) => {
      const vendor = rig.fork(new URL('../vendor-server.js', import.meta.url), {
        name: 'vendor',
        role: 'load',
      });
      const load = rig.fork(new URL('../load/load-generator.js', import.meta.url), {
        name: 'load',
        role: 'load',
      });
      const port = await ask<number>(vendor.process, { port: true } satisfies VendorQuestion);
      return work(new Workbench(rig, port, vendor, load));
    });
  }

  /** The processes of the load and the vendor. */
  get pids(): number[] {
    return [this.vendor.pid, this.load.pid];
  }

  /** Sends a load as fast as its target takes it. */
  sendClosed(load: ClosedLoad): Promise<Sent> {
    return ask(this.load.process, load);
  }

  /** Sends a load at its own pace. */
  sendOpen(load: OpenLoad): Promise<Latency> {
    return ask(this.load.process, load);
  }

  /** How many requests on that path the vendor has read. */
  readOf(path: string): Promise<number> {
    return ask(this.vendor.process, { readOf: path } satisfies VendorQuestion);
  }

  /** How many messages the vendor has given an id so far. */
  idsGiven(): Promise<number> {
    return ask(this.vendor.process, { ids: true } satisfies VendorQuestion);
  }

  /**
   * Waits until the vendor has read so many requests on that path in all.
   * @returns when the last of them was read, in milliseconds on the machine's clock
   * @throws Error where the number stands still for a minute
   */
  async drained(path: string, reads: number): Promise<number> {
    const question: VendorQuestion = { waitFor: path, reads };
    const reached = ask<number>(this.vendor.process, question);
    for (let before = -1; ;) {
      const at = await within(reached, DRAIN_LIMIT_MS);
      if (at !== undefined) return at;
      const read = await this.readOf(path);
      if (read === before) {
        throw new Error(
          `The vendor has read ${read} requests on ${path}, and no more came: ${reads} were due.`,
        );
      }
      before = read;
    }
  }
}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  const timer = new AbortController();
  const late = setTimeout(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
