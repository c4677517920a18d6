import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, chmodSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Child } from './child.js';
import { layOut, type Layout, type Role } from './machine.js';

/** How a process is started. */
export interface Start {
  /** What it is called in messages; also the name of its folder. */
  readonly name: string;
  readonly role: Role;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A process has this long to stop by itself. */
const GRACE_MS = 10_000;

/** And this long when the benchmark itself must exit at once. */
const ABANDON_MS = 1_000;

/** Where a benchmark runs: its processes, pinned to the cores of their roles, and its folder. All end with `close`. */
export class Rig {
  readonly folder: string;
  readonly #children: Child[] = [];
  readonly #onExit = (): void => this.#abandon();

  private constructor(readonly layout: Layout) {
    this.folder = mkdtempSync(join(layout.folder, 'waypost-bench-'));
    // A database server may run as a user of its own.
    chmodSync(this.folder, 0o755);
    process.on('exit', this.#onExit);
  }

  /** Does `work` on a rig of its own, and leaves nothing of it behind, however the work ends. */
  static async use<T>(work: (rig: Rig) => Promise<T>): Promise<T> {
    const rig = new Rig(layOut());
    try {
      return await work(rig);
    } finally {
      await rig.close();
    }
  }

  /** Makes a folder of that name inside the rig's. */
  makeFolder(name: string): string {
    const path = join(this.folder, name.replaceAll(' ', '-'));
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** Starts a module of this tree in a Node of its own, which can be asked and exits with this process. */
  fork(module: URL, start: Start): Child {
    const args = [fileURLToPath(module), ...(start.args ?? [])];
    return this.#start(process.execPath, { ...start, args }, ['ipc']);
  }

  /** Starts a command. */
  spawn(command: string, start: Start): Child {
    return this.#start(command, start, []);
  }

  #start(command: string, { name, role, args = [], env }: Start, more: 'ipc'[]): Child {
    const cwd = this.makeFolder(name);
    const log = join(cwd, 'output.log');
    const output = openSync(log, 'a');
    const core = this.layout.cores?.[role];
    const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
    const [first = command, ...rest] = [...pinned, command, ...args];
    const started = spawn(first, rest, {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
      stdio: ['ignore', output, output, ...more],
      // Of a group of its own, so that a Ctrl-C reaches this process alone, which then stops them all in order.
      detached: true,
    });
    closeSync(output);
    const child = new Child(name, started, log);
    this.#children.push(child);
    return child;
  }

  /** Stops every process, the last first, and removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) await stop(child.process);
    process.off('exit', this.#onExit);
    removeFolder(this.folder);
  }

  /** The same when this process must exit at once. */
  #abandon(): void {
    for (const { process } of this.#children) signalGroup(process, 'SIGTERM');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ABANDON_MS);
    for (const { process } of this.#children) signalGroup(process, 'SIGKILL');
    removeFolder(this.folder);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = new AbortController();
  const waited = setTimeout(GRACE_MS, 'late', { signal: late.signal }).catch(() => undefined);
  if ((await Promise.race([exited, waited])) === 'late') signalGroup(child, 'SIGKILL');
  await exited;
  late.abort();
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has exited meanwhile.
  }
}

function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
