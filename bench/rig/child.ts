import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Bytes of a log that an error quotes. */
const LAST_WORDS = 2_000;
const START_LIMIT_MS = 60_000;

/** A process that the benchmark has started. */
export class Child {
  constructor(
    readonly name: string,
    readonly process: ChildProcess,
    private readonly log: string,
  ) {
    // A command that cannot be started has no pid, and is told by `pid`.
    process.on('error', () => undefined);
  }

  /** @throws Error where the process could not be started */
  get pid(): number {
    if (this.process.pid === undefined) throw this.failure('could not be started');
    return this.process.pid;
  }

  get exited(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** An error about this process, with the last of what it wrote. */
  failure(what: string): Error {
    const words = readEnd(this.log).trim();
    return new Error(`${this.name} ${what}.${words ? ` It last wrote:\n${words}` : ''}`);
  }

  /**
   * Waits until something listens on that port of this machine.
   * @throws Error where the process exits first, or a minute passes
   */
  async listening(port: number): Promise<void> {
    const deadline = performance.now() + START_LIMIT_MS;
    while (!(await accepts(port))) {
      if (this.process.pid === undefined || this.exited) throw this.failure('did not start');
      if (performance.now() > deadline) throw this.failure(`does not listen on port ${port}`);
      await setTimeout(50);
    }
  }
}

function readEnd(path: string): string {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  const end = Buffer.alloc(Math.min(size, LAST_WORDS));
  readSync(file, end, 0, end.length, size - end.length);
  closeSync(file);
  return end.toString('utf8');
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** A port of this machine that was free just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
