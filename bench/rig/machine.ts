import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What a process of a benchmark is for; each has a core of its own where the machine has enough of them. */
export type Role = 'gateway' | 'load' | 'store';

/** How the benchmark lies on this machine. */
export interface Layout {
  /** The core of each role; undefined where processes cannot be pinned. */
  readonly cores?: Readonly<Record<Role, number>>;
  /** A folder on a disk, for what is to be durable. */
  readonly folder: string;
  /** What makes the figures worth less here. */
  readonly notes: readonly string[];
}

const TMPFS = 0x01021994;
const SYSTEM_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Looks at the machine.
 * @throws Error on a system without /proc, where the CPU of other processes cannot be read
 */
export function layOut(): Layout {
  if (process.platform !== 'linux') {
    throw new Error('This benchmark reads the CPU of other processes from /proc: run it on Linux.');
  }
  const notes: string[] = [];
  const cores = chooseCores(notes);
  return { ...(cores && { cores }), folder: chooseFolder(notes), notes };
}

function chooseCores(notes: string[]): Layout['cores'] {
  const [gateway, load, store = load] = allowedCores();
  if (gateway === undefined || load === undefined || store === undefined) {
    notes.push('There is one core only: gateway, load and vendor share it.');
    return undefined;
  }
  if (findCommand('taskset') === undefined) {
    notes.push(
      'There is no taskset: the system moves the processes between the cores as it likes.',
    );
    return undefined;
  }
  return { gateway, load, store };
}

function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'latin1');
  const list = /^Cpus_allowed_list:\s+(\S+)/m.exec(status)?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

function chooseFolder(notes: string[]): string {
  const folder = [tmpdir(), '/var/tmp'].find(isOnDisk);
  if (folder !== undefined) return folder;
  notes.push(
    `${tmpdir()} is in memory, where fsync costs nothing: set TMPDIR to a folder on a disk.`,
  );
  return tmpdir();
}

function isOnDisk(folder: string): boolean {
  return statfsSync(folder).type !== TMPFS;
}

/** The path of a command, looked for in PATH and where daemons are; undefined where it is not installed. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM_FOLDERS];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
