import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ENGINES } from '../../../test/stores.js';
import { EngineRig } from './testing/engine-rig.js';

const HOUR_MS = 3_600_000;
const BUDGET_MS = 600_000;

describe.each(ENGINES)("a correction of the system's clock, on %s", (_name, open) => {
  let rig: EngineRig;

  afterEach(async () => {
    jest.restoreAllMocks();
    await rig.close();
  });

  function correctBy(ms: number): void {
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + ms);
  }

  it.each([
    ['back', -HOUR_MS],
    ['forward', HOUR_MS],
  ])('%s by an hour keeps no one-time code from being sent', async (_direction, ms) => {
    rig = await EngineRig.start(open);
    await rig.until(await rig.post(), 'accepted');
    correctBy(ms);
    const ids = await rig.postAll(
      Array.from({ length: 5 }, () => ({ giveUpAt: Date.now() + BUDGET_MS })),
    );
    for (const id of ids) await rig.until(id, 'accepted');
  });

  it('forward past the end of what waits lets nothing of it be sent', async () => {
    rig = await EngineRig.start(open, { paused: true });
    const expiresAt = Date.now() + HOUR_MS / 2;
    const late = await rig.post({ expiresAt, giveUpAt: expiresAt });
    correctBy(HOUR_MS);
    await rig.configure({ paused: false });
    await rig.until(late, 'expired');
    expect(rig.vendor.sent).toEqual([]);
  });
});
