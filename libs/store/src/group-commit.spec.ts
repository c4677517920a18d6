import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Op, OpResult } from './batch/op.js';
import type { Engine } from './engine.js';
import { GroupCommit } from './group-commit.js';
import { HealthWatch } from './health-watch.js';

const OP: Op = { kind: 'settle', rows: [] };

/** A database that commits at once, and remembers how many operations each commit had, and when it began. */
class InstantEngine {
  readonly statements = 0;
  readonly commits: number[] = [];
  readonly began: number[] = [];

  commit(ops: readonly Op[]): Promise<readonly OpResult[]> {
    this.commits.push(ops.length);
    this.began.push(performance.now());
    return Promise.resolve(ops.map(() => null));
  }
}

describe('the group commit', () => {
  const engine = new InstantEngine();
  const watch = new HealthWatch(() => Promise.resolve());
  const group = new GroupCommit(engine as unknown as Engine, watch);
  const add = (count: number) =>
    Promise.all(Array.from({ length: count }, () => group.add(OP, [])));
  afterEach(() => {
    engine.commits.length = 0;
    engine.began.length = 0;
  });

  it('commits what comes in one turn together, and what comes alone at once', async () => {
    await add(3);
    for (let i = 0; i < 5; i++) await add(1);
    expect(engine.commits).toEqual([3, 1, 1, 1, 1, 1]);
  });

  it('commits nothing twice where a listener fails, and warns of it', async () => {
    const stop = group.onCommit(() => {
      throw new Error('The listener fails.');
    });
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await add(3);
    expect(engine.commits).toEqual([3]);
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('The listener fails.'));
    warned.mockRestore();
    stop();
  });

  it('gathers what trickles in after a large group', async () => {
    const added = [add(40)];
    while (engine.commits.length < 2) {
      await nextTurn();
      added.push(add(1));
    }
    await Promise.all(added);
    expect(engine.commits[0]).toBe(40);
    // However slow the machine is, the second one waits; so it has what came within that time.
    const [first = 0, second = 0] = engine.began;
    expect(second - first).toBeGreaterThan(2);
    expect(engine.commits.reduce((sum, ops) => sum + ops)).toBe(40 + added.length - 1);
  });
});
