/** SIGHUP, too: a closing terminal sends it, and so do those who expect settings to be read again. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A terminal sends Ctrl-C to npm and to its child, and npm passes it on: one press arrives here twice. */
const SAME_PRESS_MS = 1_000;

/** Runs `stop` at the first of these signals and exits after it; a second signal exits at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let since: number | undefined;
  const onSignal = (): void => {
    if (since === undefined) {
      since = performance.now();
      void stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`Stopping failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
    } else if (performance.now() - since > SAME_PRESS_MS) {
      process.exit(1);
    }
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
