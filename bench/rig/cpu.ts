import { readdirSync, readFileSync } from 'node:fs';

/** What Linux counts in /proc: a hundredth of a second, on every platform that Node runs on. */
const TICK_MICROS = 10_000;

interface Usage {
  readonly parent: number;
  readonly ticks: number;
}

/**
 * The CPU time, user and system, that processes have used so far, with all their threads and all processes they
 * have started: in microseconds, as fine as ten thousand.
 */
export function cpuMicros(roots: readonly number[]): number {
  const usages = readAll();
  const counted = new Set<number>();
  let found = new Set(roots.filter((pid) => usages.has(pid)));
  while (found.size > 0) {
    for (const pid of found) counted.add(pid);
    const parents = found;
    found = new Set(
      [...usages].flatMap(([pid, { parent }]) =>
        parents.has(parent) && !counted.has(pid) ? [pid] : [],
      ),
    );
  }
  const ticks = [...counted].reduce((sum, pid) => sum + (usages.get(pid)?.ticks ?? 0), 0);
  return ticks * TICK_MICROS;
}

function readAll(): Map<number, Usage> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const usage = read(pid);
      return usage ? [[Number(pid), usage] as const] : [];
    }),
  );
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function read(pid: string): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the name, may hold spaces and parentheses; these are the fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const own = Number(fields[11]) + Number(fields[12]);
    const ofReapedChildren = Number(fields[13]) + Number(fields[14]);
    return { parent: Number(fields[1]), ticks: own + ofReapedChildren };
  } catch {
    return undefined; // It has exited meanwhile.
  }
}

/** The resident memory of a process, in MiB. */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
