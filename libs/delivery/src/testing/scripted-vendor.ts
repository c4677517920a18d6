import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'waypost/messages';
import {
  ProviderError,
  type Accepted,
  type CallbackItem,
  type MessagingProvider,
  type ProviderErrorInit,
  type SendContext,
} from 'waypost/providers';
import type { DeliverySender, SenderSource } from '../delivery-sender.js';

export interface Sent {
  readonly ref: string;
  readonly to: string | undefined;
  readonly at: number;
}

/** How the vendor takes one hand-over: with an id, with an error, or after a while. */
export type Turn = (send: Sent) => Accepted | Promise<Accepted>;

export const refuse =
  (init: Partial<ProviderErrorInit>): Turn =>
  () => {
    throw new ProviderError('The vendor said no.', {
      code: 'unavailable',
      mayHaveBeenSent: false,
      ...init,
    });
  };

/** The vendor may have it, and does not say so. */
export const silence = refuse({ code: 'timeout', mayHaveBeenSent: true });

/** Accepts everything, but for the turns that a test puts in front; remembers all that it was handed. */
export class ScriptedVendor implements MessagingProvider {
  correlation: MessagingProvider['correlation'] = 'reference';
  readonly sent: Sent[] = [];
  turns: Turn[] = [];
  always: Turn = ({ ref }) => ({ providerMessageId: `v-${ref}`, raw: {} });
  mostAtOnce = 0;
  #atOnce = 0;

  supports(): boolean {
    return true;
  }

  async send({ to }: Message, { attemptRef: ref }: SendContext): Promise<Accepted> {
    const send = { ref, to, at: Date.now() };
    this.sent.push(send);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    try {
      await sleep(1);
      return await (this.turns.shift() ?? this.always)(send);
    } finally {
      this.#atOnce--;
    }
  }

  verify(): void {
    return undefined;
  }

  translate(): CallbackItem[] {
    return [];
  }
}

/** Senders that a test changes as it goes. */
export class SenderList implements SenderSource {
  readonly #senders = new Map<string, DeliverySender>();
  readonly #listeners = new Set<(id: string) => void>();

  get(id: string): DeliverySender | undefined {
    return this.#senders.get(id);
  }

  set(sender: DeliverySender): void {
    this.#senders.set(sender.id, sender);
    for (const listener of this.#listeners) listener(sender.id);
  }

  onChange(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
