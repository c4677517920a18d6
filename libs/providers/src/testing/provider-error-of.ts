import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ErrorCode } from 'waypost/messages';
import type { Accepted } from '../provider.js';
import { ProviderError } from '../provider-error.js';

const CODES: Readonly<Record<ErrorCode, true>> = {
  invalid: true,
  unsupported: true,
  unauthorized: true,
  rejected: true,
  rate_limited: true,
  unavailable: true,
  timeout: true,
  unrecognized: true,
};

/**
 * The ProviderError that a send must end with; `when` describes the situation.
 * @throws AssertionError where the send succeeds or throws anything else
 */
export async function providerErrorOf(
  sending: () => Promise<Accepted>,
  when: string,
): Promise<ProviderError> {
  const outcome = await outcomeOf(sending, when);
  assert.ok(outcome instanceof ProviderError, `${when}: send must throw, but it was accepted.`);
  return outcome;
}

/**
 * How a send ended: accepted, or a ProviderError.
 * @throws AssertionError where it throws anything else
 */
export async function outcomeOf(
  sending: () => Promise<Accepted>,
  when: string,
): Promise<Accepted | ProviderError> {
  try {
    return await settled(sending, when);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(
      error instanceof ProviderError,
      `${when}: send must throw a ProviderError and nothing else, but threw ${inspect(error)}`,
    );
    assert.ok(error.code in CODES, `${when}: ${error.code} is not an error code.`);
    return error;
  }
}

// No limit of the kit's own transports is longer than a fraction of this, so a send that takes it has not kept its own.
const PATIENCE_MS = 5_000;

async function settled(sending: () => Promise<Accepted>, when: string): Promise<Accepted> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${when}: send is still waiting after ${PATIENCE_MS} ms.`;
    timer = setTimeout(() => reject(new assert.AssertionError({ message })), PATIENCE_MS);
  });
  try {
    return await Promise.race([sending(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asserts what an error says about the fate of the message.
 * @throws AssertionError
 */
export function assertMayHaveBeenSent(error: ProviderError, expected: boolean, when: string): void {
  assert.equal(
    error.mayHaveBeenSent,
    expected,
    `${when}: mayHaveBeenSent must be ${expected}. The error was: ${error.message}`,
  );
}
