import { isDeepStrictEqual } from 'node:util';
import type { Directory, SenderRow } from 'waypost/store';
import type { SenderFactory } from './sender-factory.js';
import type { SenderDefinition } from './sender.js';

/** Why a sender is paused that stands no longer in the senders file. */
const NOT_IN_FILE = 'It is no longer in the senders file.';

/**
 * Makes the stored senders those of the senders file: new ones are added, changed ones changed, and those that
 * vanished from it paused, never deleted. Several replicas may do so at once. Returns what the operator should hear.
 */
export async function settleFileSenders(
  directory: Directory,
  factory: SenderFactory,
  definitions: readonly SenderDefinition[],
): Promise<string[]> {
  const stored = new Map((await directory.senders()).map((row) => [row.id, row]));
  const warnings: string[] = [];
  for (const definition of definitions) {
    const row = stored.get(definition.id);
    stored.delete(definition.id);
    if (row?.managedBy === 'api') {
      warnings.push(`Sender ${row.id} is managed by the senders file from now on.`);
    }
    await upsert(directory, factory, definition, row);
  }
  for (const row of stored.values()) {
    if (row.managedBy !== 'file') continue;
    if (row.state === 'active') {
      const pause = { state: 'paused', pauseReason: NOT_IN_FILE, at: Date.now() } as const;
      await directory.changeSender(row.id, pause);
    }
    warnings.push(
      `Sender ${row.id} is no longer in the senders file: it is paused and keeps its messages. Put it back, or delete it through the API. Replicas of one database need the same senders file.`,
    );
  }
  return warnings;
}

async function upsert(
  directory: Directory,
  factory: SenderFactory,
  definition: SenderDefinition,
  row: SenderRow | undefined,
): Promise<void> {
  const { id, kind: provider, phone } = definition;
  const limits = JSON.stringify(definition.limits);
  const at = Date.now();
  const fields = { provider, phone, limits, managedBy: 'file' as const };
  if (!row) {
    const options = factory.seal(id, definition.options);
    const state = { state: 'active', pauseReason: null, createdAt: at } as const;
    // Where another replica has added it meanwhile, it has done so from the same file.
    await directory.addSender({ id, ...fields, options, ...state });
    return;
  }
  const returned = row.pauseReason === NOT_IN_FILE;
  if (!returned && isSame(factory, definition, row)) return;
  await directory.changeSender(id, {
    ...fields,
    options: factory.seal(id, definition.options),
    ...(returned && { state: 'active', pauseReason: null }),
    at,
  });
}

// What is as it was is left alone, so that its lane does not start anew with every replica.
function isSame(factory: SenderFactory, definition: SenderDefinition, row: SenderRow): boolean {
  return (
    row.managedBy === 'file' &&
    row.provider === definition.kind &&
    row.phone === definition.phone &&
    isDeepStrictEqual(JSON.parse(row.limits), definition.limits) &&
    isDeepStrictEqual(factory.optionsOf(row), definition.options)
  );
}
