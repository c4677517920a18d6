import type { ChildProcess } from 'node:child_process';

interface Question {
  readonly id: number;
  readonly content: unknown;
}

interface Answer {
  readonly id: number;
  readonly content?: unknown;
  /** Why there is none. */
  readonly error?: string;
}

let last = 0;

/**
 * Asks a forked child something and waits for its answer.
 * @throws Error where the child could not answer, or exits first
 */
export function ask<T>(child: ChildProcess, content: unknown): Promise<T> {
  const id = ++last;
  return new Promise((resolve, reject) => {
    const settle = (): void => void child.off('message', onMessage).off('exit', onExit);
    const fail = (reason: string): void => {
      settle();
      reject(new Error(reason));
    };
    const onMessage = (answer: Answer): void => {
      if (answer.id !== id) return;
      if (answer.error !== undefined) return fail(answer.error);
      settle();
      resolve(answer.content as T);
    };
    const onExit = (): void => fail('A process of the benchmark exited before it answered.');
    // Any number of questions may be open at once.
    child.setMaxListeners(0);
    child.on('message', onMessage).on('exit', onExit);
    child.send({ id, content } satisfies Question, (error) => error && fail(error.message));
  });
}

/** In a child: answers what the parent asks, and exits when the parent is gone. */
export function answer<Content>(handle: (content: Content) => unknown): void {
  const reply = async ({ id, content }: Question): Promise<Answer> => {
    try {
      return { id, content: await handle(content as Content) };
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
  };
  process.on('message', (question: Question) => {
    void reply(question).then((answered) => process.send?.(answered));
  });
  exitWithParent();
}

/** In a child: exits when the parent is gone, however it went. */
export function exitWithParent(): void {
  process.on('disconnect', () => process.exit());
}
