import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'waypost/messages';
import type { MessageRow, NewMessage, Store } from 'waypost/store';
import { addSenders, newMessage, type StorePlace } from '../../../../test/stores.js';
import { DeliveryEngine } from '../delivery-engine.js';
import type { DeliverySender } from '../delivery-sender.js';
import type { DirectAcceptance } from '../intake.js';
import { ScriptedVendor, SenderList } from './scripted-vendor.js';

const MESSAGE = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as Message;

/** An engine on a store of its own with the sender `shop-in`, and a vendor that does as it is told. */
export class EngineRig {
  readonly vendor = new ScriptedVendor();
  readonly senders = new SenderList();
  /** What the engine reports that never should happen. */
  readonly errors: unknown[] = [];

  readonly engine: DeliveryEngine;

  private constructor(
    private readonly place: StorePlace,
    readonly store: Store,
  ) {
    this.engine = new DeliveryEngine(store, this.senders, {
      replica: 'one',
      reportError: (error) => this.errors.push(error),
    });
  }

  static async start(
    open: () => Promise<StorePlace>,
    changes: Partial<DeliverySender> = {},
  ): Promise<EngineRig> {
    const place = await open();
    const rig = new EngineRig(place, await place.open());
    await rig.configure(changes);
    await rig.engine.start();
    return rig;
  }

  /** Adds a sender, or changes it. */
  async configure(changes: Partial<DeliverySender> = {}): Promise<void> {
    const sender: DeliverySender = {
      id: 'shop-in',
      provider: this.vendor,
      accountKey: 'account-1',
      limits: { messagesPerSecond: 1_000, pairRate: false },
      paused: false,
      ...changes,
    };
    if (!this.senders.get(sender.id)) await addSenders(this.store, sender.id);
    this.senders.set(sender);
  }

  async close(): Promise<void> {
    await this.engine.stop(2_000);
    await this.place.drop();
  }

  /** Posts one message, and gives its id. */
  async post(changes: Partial<NewMessage> = {}): Promise<string> {
    const acceptance = acceptanceOf(changes);
    const { kind } = await this.engine.accept(acceptance);
    if (kind !== 'inserted') throw new Error(`The message was not stored, but ${kind}.`);
    return acceptance.row.id;
  }

  /** Posts many at once, in the order given; gives their ids. */
  async postAll(messages: readonly Partial<NewMessage>[]): Promise<string[]> {
    const acceptances = messages.map(acceptanceOf);
    await this.engine.acceptEach(acceptances);
    return acceptances.map(({ row }) => row.id);
  }

  /** The message once its status is this one. */
  async until(id: string, status: string): Promise<MessageRow> {
    for (;;) {
      const row = await this.store.find(id);
      if (row?.status === status) return row;
      await sleep(10);
    }
  }

  /** The ids of the messages that the vendor was handed, in order. */
  get handedOver(): string[] {
    return this.vendor.sent.map(({ ref }) => ref.replace(/\.\d+$/, ''));
  }
}

function acceptanceOf(changes: Partial<NewMessage>): DirectAcceptance {
  const now = Date.now();
  const message = { ...MESSAGE, to: changes.recipient ?? MESSAGE.to };
  const row = newMessage({
    body: JSON.stringify(message),
    createdAt: now,
    giveUpAt: now + 86_400_000,
    ...changes,
  });
  return { row, message };
}
