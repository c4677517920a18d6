import { callbackChecks } from './checks/callback.checks.js';
import { instanceChecks } from './checks/instance.checks.js';
import { optionsChecks } from './checks/options.checks.js';
import { proofChecks } from './checks/proof.checks.js';
import { refusalChecks } from './checks/refusal.checks.js';
import { secretChecks } from './checks/secret.checks.js';
import { sendChecks } from './checks/send.checks.js';
import { transportChecks } from './checks/transport.checks.js';
import type { ConformanceCheck } from './conformance-check.js';
import type { ProviderHarness } from './provider-harness.js';

/** Every check of the kit for one provider, in the order of their numbers; for test runners other than Jest. */
export function conformanceChecks<O extends object>(
  harness: ProviderHarness<O>,
): ConformanceCheck[] {
  return [
    ...instanceChecks(harness),
    ...sendChecks(harness),
    ...refusalChecks(harness),
    ...transportChecks(harness),
    ...secretChecks(harness),
    ...callbackChecks(harness),
    ...proofChecks(harness),
    ...optionsChecks(harness),
  ].sort((a, b) => a.number - b.number);
}
