import type { DeliverySender, SenderLimits } from 'waypost/delivery';

export type { SenderLimits } from 'waypost/delivery';

/** What a provider takes as options, not yet checked by it. */
export type Options = Readonly<Record<string, unknown>>;

/** A sender as an operator describes it, in `SENDERS_FILE` or through the API. Its options hold credentials. */
export interface SenderDefinition {
  /** Chosen by the operator; what callers name. */
  readonly id: string;
  /** The kind of provider, such as `gupshup`. */
  readonly kind: string;
  /** E.164 with `+`. */
  readonly phone: string;
  readonly options: Options;
  readonly limits: SenderLimits;
}

/** One WhatsApp business number behind one provider account, ready to send. */
export interface Sender extends DeliverySender {
  /** The kind of provider, such as `gupshup`. */
  readonly kind: string;
  /** E.164 with `+`. */
  readonly phone: string;
  /** Where it is paused, its messages are taken and kept. */
  readonly state: 'active' | 'paused';
}
