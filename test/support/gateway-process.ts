import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What `npm run start:prod` runs, without npm, which would leave its child alive when it is killed. */
const START = commandOf('start:prod');

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * The built gateway as a process of its own, in a directory of its own, with no settings but those given. `flags` are
 * Node's.
 */
export class GatewayProcess {
  stdout = '';
  stderr = '';
  readonly exited: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #watchers = new Set<() => void>();

  constructor(
    settings: Readonly<Record<string, string>>,
    {
      args = [],
      flags = [],
      directory = newDirectory(),
    }: { args?: readonly string[]; flags?: readonly string[]; directory?: string } = {},
  ) {
    this.#child = spawn(process.execPath, [...flags, ...START, ...args], {
      cwd: directory,
      env: { PATH: process.env.PATH, PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.#child, 'close').then(([code, signal]: unknown[]) => {
      this.#tell();
      return { code, signal } as Exit;
    });
    this.#child.stdout?.on('data', (chunk) => this.#read('stdout', String(chunk)));
    this.#child.stderr?.on('data', (chunk) => this.#read('stderr', String(chunk)));
  }

  /** Resolves with the first match of what the process prints, and rejects if it ends without one. */
  async prints(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stdout) ?? pattern.exec(this.stderr);
      if (found) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(
          `The gateway ended without printing ${pattern}:\n${this.stdout}${this.stderr}`,
        );
      }
      await new Promise<void>((tell) => this.#watchers.add(tell));
    }
  }

  /** Where it listens, once it does. */
  async url(): Promise<string> {
    const [url] = await this.prints(/http:\/\/(127\.0\.0\.1|localhost):\d+(?=\/docs)/);
    return url;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Nobody reads any more what it prints. */
  loseOutput(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Ends it at once, if it still runs. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  #read(stream: 'stdout' | 'stderr', chunk: string): void {
    this[stream] += chunk;
    this.#tell();
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
    this.#watchers.clear();
  }
}

function commandOf(script: string): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const words = scripts[script]?.split(' ') ?? [];
  const args = words.slice(words.indexOf('node') + 1);
  return args.map((arg) => (arg.startsWith('-') ? arg : resolve(arg)));
}

/** An empty directory to start a gateway in. */
export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'waypost-gateway-'));
}
