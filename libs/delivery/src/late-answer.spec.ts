import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewMessage } from 'waypost/store';
import { ENGINES } from '../../../test/stores.js';
import { Gate } from '../../../test/support/gate.js';
import { graceEnded, orphaned } from './queue-changes.js';
import { EngineRig } from './testing/engine-rig.js';

describe.each(ENGINES)(
  'an answer that comes after somebody else has decided, on %s',
  (_name, open) => {
    let rig: EngineRig;

    afterEach(() => rig.close());

    /** Posts a message whose vendor answers late, when it has been given up as another owner of the sender would. */
    async function giveUp(
      changes: Partial<NewMessage> = {},
    ): Promise<{ id: string; answer: Gate }> {
      rig = await EngineRig.start(open);
      await rig.until(await rig.post(), 'accepted');
      const answer = new Gate();
      rig.vendor.turns = [
        async ({ ref }) => {
          await answer.opened;
          return { providerMessageId: `v-${ref}`, raw: {} };
        },
      ];
      const id = await rig.post({ graceMs: 1, ...changes });
      while (!rig.handedOver.includes(id)) await sleep(5);
      await rig.store.transition(orphaned(await rig.until(id, 'sending'), Date.now()));
      const unknown = await rig.store.find(id);
      if (unknown?.status === 'unknown')
        await rig.store.transition(graceEnded(unknown, Date.now()));
      return { id, answer };
    }

    it('corrects a failure that was only a guess', async () => {
      const { id, answer } = await giveUp();
      await rig.until(id, 'failed');
      answer.open();
      const { position } = await rig.until(id, 'accepted');
      const events = await rig.store.eventsOf(position);
      expect(JSON.parse(events.at(-1)?.data ?? '{}')).toMatchObject({
        status: 'accepted',
        attempt: 1,
        corrects: 'failed',
      });
    });

    it('leaves its id with the message, so that callbacks find it', async () => {
      const { id, answer } = await giveUp();
      answer.open();
      const { position } = await rig.until(id, 'accepted');
      const aliases = await rig.store.aliasesOf(position);
      expect(aliases.map(({ providerId }) => providerId)).toEqual([`v-${id}.1`]);
    });

    it('leaves what was queued again to be sent, whatever the lane has looked at meanwhile', async () => {
      const { id, answer } = await giveUp({ onUnknown: 'retry' });
      const recordEach = rig.store.recordEach.bind(rig.store);
      const [asked, recorded] = [new Gate(), new Gate()];
      rig.store.recordEach = async (evidence) => {
        asked.open();
        await recorded.opened;
        return recordEach(evidence);
      };
      answer.open();
      await asked.opened;
      await rig.until(await rig.post({ recipient: '+919876500009' }), 'accepted');
      recorded.open();
      await rig.until(id, 'accepted');
      expect(rig.handedOver.filter((each) => each === id)).toEqual([id, id]);
    });

    it('is no evidence where only a callback was faster', async () => {
      rig = await EngineRig.start(open);
      await rig.until(await rig.post(), 'accepted');
      const recordEach = jest.spyOn(rig.store, 'recordEach');
      rig.vendor.turns = [
        async ({ ref }) => {
          const reference = { messageId: ref.replace(/\.1$/, ''), attempt: 1 };
          const at = Date.now();
          const report = { sender: 'shop-in', itemId: 'c-1', reference, providerIds: [] };
          await rig.engine.take([{ ...report, status: 'sent', at, receivedAt: at }]);
          return { providerMessageId: `v-${ref}`, raw: {} };
        },
      ];
      await rig.until(await rig.post(), 'sent');
      await rig.engine.stop(5_000);
      expect(recordEach).toHaveBeenCalledTimes(1);
    });
  },
);
