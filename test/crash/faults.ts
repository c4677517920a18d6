import type { Sandbox } from 'waypost/sandbox';

/** Meta's "Service unavailable": a documented refusal. */
export const REFUSAL = 131016;

/** A vendor that resets, errs, refuses and falls silent now and then. */
export function addFaults(sandbox: Sandbox): void {
  const faults = [
    ['reset-before-read', 0.02],
    ['reset-after-read', 0.03],
    [502, 0.03],
    // A documented refusal that is tried again soon.
    [{ kind: 'meta-error', code: REFUSAL, status: 500 }, 0.03],
    ['no-answer', 0.003],
  ] as const;
  for (const [fault, probability] of faults) sandbox.addFault({ probability, fault });
}

/** A vendor whose callbacks come twice, in the wrong order, or before its answer. */
export function addCallbackFaults(sandbox: Sandbox): void {
  for (const fault of ['duplicate-callbacks', 'reorder-callbacks', 'early-callbacks'] as const) {
    sandbox.addFault({ probability: 0.05, fault });
  }
}
