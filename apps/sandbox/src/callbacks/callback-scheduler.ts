import type { Provider } from '../accounts.js';
import type { CallbackFault } from '../faults/fault.js';
import type { Json } from '../fields.js';
import type { CallbackLog } from '../log/callback-log.js';
import type { Pauses } from '../pauses.js';
import type { SeededRandom } from '../random.js';
import type { AcceptedMessage, StatusNews, Vendor } from '../vendor.js';
import { Batches } from './batches.js';
import type { Callback, CallbackSender } from './callback-sender.js';
import type { InboundMessage, InboundResult } from './inbound.js';
import type { CallbackRegistration } from './registration.js';
import type { Registrations } from './registrations.js';
import { timelineOf, type Timeline } from './timeline.js';

interface Surroundings {
  readonly vendors: Readonly<Record<Provider, Vendor>>;
  readonly registrations: Registrations;
  readonly sender: CallbackSender;
  readonly log: CallbackLog;
  readonly pauses: Pauses;
  readonly random: SeededRandom;
  /** Messages whose callbacks may be under way at once; the callbacks of further ones are given up and counted. */
  readonly maxPending: number;
  /** `false`: accepted messages call nobody back by themselves. */
  readonly automatic: boolean;
}

/** Begins the callbacks of one message; resolves when each was sent once. Later calls do nothing. */
export type Begin = () => Promise<void>;

const NOTHING: Begin = () => Promise.resolve();

/** Decides when whom to call back about what. */
export class CallbackScheduler {
  readonly #batches: Batches;
  readonly #waiting: (() => void)[] = [];
  #active = 0;

  constructor(private readonly around: Surroundings) {
    this.#batches = new Batches(around.pauses, (registration, callbacks) =>
      this.#sendBatch(registration, callbacks),
    );
  }

  /** Prepares the callbacks of an accepted message; nothing is sent until the result is called. */
  prepare(message: AcceptedMessage, faults: readonly CallbackFault[]): Begin {
    const { vendors, registrations, random, log, maxPending, automatic } = this.around;
    if (!automatic || message.receipt === true) return NOTHING;
    const { provider, account, number } = message;
    const receivers = registrations.of(provider, account, number.digits);
    if (receivers.length === 0) return NOTHING;
    if (this.#active >= maxPending) {
      log.abandoned += 1;
      return NOTHING;
    }
    const vendor = vendors[provider];
    const runs = receivers.map((registration) => ({
      registration,
      timeline: timelineOf({ vendor, message, registration, faults, random }),
    }));
    this.#active += 1;
    let begun: Promise<void> | undefined;
    return () =>
      (begun ??= this.#ending(
        Promise.all(runs.map((run) => this.#run(message, run.registration, run.timeline))),
      ));
  }

  /** Tells one status now, to every receiver that wants it; resolves to how many there were. */
  async tell(message: AcceptedMessage, news: StatusNews): Promise<number> {
    const vendor = this.around.vendors[message.provider];
    const { provider, account, number } = message;
    const receivers = this.around.registrations
      .of(provider, account, number.digits)
      .filter((registration) => vendor.wants(registration, news.status));
    await this.#toAll(receivers, (registration) => ({
      registration,
      events: [news.status],
      messageId: message.id,
      payload: vendor.status(message, news, registration),
    }));
    return receivers.length;
  }

  /** Hands a user's message to every receiver that wants it; resolves when each was called once. */
  async inbound(message: InboundMessage): Promise<InboundResult> {
    const vendor = this.around.vendors[message.provider];
    const receivers = this.around.registrations
      .of(message.provider, message.account, message.number.digits)
      .filter((registration) => vendor.wants(registration, message.event));
    const payload = vendor.inbound(message);
    await this.#toAll(receivers, (registration) => ({
      registration,
      events: [message.event],
      payload,
    }));
    return { id: message.id, receivers: receivers.length };
  }

  /** Calls one registration with something that is about no message; resolves when it was called once. */
  async probe(registration: string, event: string, payload: Json): Promise<void> {
    const receiver = this.around.registrations.find(registration);
    if (receiver === undefined) return;
    await this.#toAll([receiver], (found) => ({ registration: found, events: [event], payload }));
  }

  /** Resolves when no callback is under way or due, repetitions included. */
  async settled(): Promise<void> {
    while (this.#active > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #run(
    message: AcceptedMessage,
    registration: CallbackRegistration,
    { steps, batching }: Timeline,
  ): Promise<void> {
    const { pauses } = this.around;
    for (const { delayMs, event, payload } of steps) {
      await pauses.sleep(delayMs);
      if (pauses.closed) return;
      const callback = {
        registration,
        events: [event],
        messageId: message.id,
        payload: payload(),
      };
      // A receiver that is slow to answer delays what follows, as it does at the vendors.
      if (batching === undefined) await this.#send(callback);
      else this.#track(this.#batches.add(callback, batching));
    }
  }

  async #toAll(
    receivers: readonly CallbackRegistration[],
    callbackFor: (registration: CallbackRegistration) => Callback,
  ): Promise<void> {
    this.#active += 1;
    await this.#ending(
      Promise.all(receivers.map((registration) => this.#send(callbackFor(registration)))),
    );
  }

  async #send(callback: Callback): Promise<void> {
    const taken = await this.around.sender.attempt(callback);
    if (!taken) this.#track(this.around.sender.repeat(callback));
  }

  async #sendBatch(
    registration: CallbackRegistration,
    callbacks: readonly Callback[],
  ): Promise<void> {
    const vendor = this.around.vendors[registration.provider];
    const payload = vendor.merge?.(callbacks.map((callback) => callback.payload)) ?? {};
    const events = callbacks.flatMap((callback) => callback.events);
    await this.#send({ registration, events, payload });
  }

  #track(work: Promise<void>): void {
    this.#active += 1;
    void this.#ending(work);
  }

  async #ending(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } finally {
      this.#active -= 1;
      if (this.#active === 0) this.#waiting.splice(0).forEach((resolve) => resolve());
    }
  }
}
