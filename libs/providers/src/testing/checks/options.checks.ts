import assert from 'node:assert/strict';
import type { DynamicModule } from '@nestjs/common';
import type { ConformanceCheck } from '../conformance-check.js';
import type { ProviderHarness } from '../provider-harness.js';
import { INSTANCE, newSecret, startApp } from '../rig.js';

const BASE_URL = 'http://vendor.example.com:8443';

/** Check 14: what cannot work fails at boot, and says what is missing. */
export function optionsChecks<O extends object>(harness: ProviderHarness<O>): ConformanceCheck[] {
  const { required } = harness;
  const check = (promise: string, left: readonly string[]): ConformanceCheck => ({
    number: 14,
    promise: `fails at boot ${promise}, naming the option and the instance and no value`,
    run: () => failsAtBoot(harness, left),
  });
  return [
    ...required.map((name) => check(`without ${name}`, [name])),
    check('without all that is required', required),
  ];
}

async function failsAtBoot<O extends object>(
  harness: ProviderHarness<O>,
  left: readonly string[],
): Promise<void> {
  const secret = newSecret();
  const complete = harness.options(BASE_URL, secret);
  const kept = Object.entries(complete).filter(([name]) => !left.includes(name));
  const options = Object.fromEntries(kept) as O;
  const { module } = harness;
  const doors: readonly (() => DynamicModule)[] = [
    () => module.forRoot({ ...options, name: INSTANCE }),
    () => module.forRootAsync({ name: INSTANCE, useFactory: () => Promise.resolve(options) }),
  ];
  for (const door of doors) {
    const message = await bootFailure(door);
    for (const name of left) assert.ok(message.includes(name), `"${name}" is not in: ${message}`);
    assert.ok(message.includes(INSTANCE), `The instance is not named in: ${message}`);
    const values = [secret, BASE_URL, ...Object.values(options).filter(isTelling)];
    const shown = values.filter((value) => message.includes(value));
    assert.deepEqual(shown, [], 'The error must name options, never their values.');
  }
}

async function bootFailure(door: () => DynamicModule): Promise<string> {
  try {
    const app = await startApp([door()]);
    await app.close();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('The app must not start.');
}

// A short value such as `in` or `api` occurs in any sentence.
function isTelling(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 6;
}
