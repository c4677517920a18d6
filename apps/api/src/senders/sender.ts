import type { MessagingProvider } from 'waypost/providers';

/** How fast a sender may send; what is left out is unlimited. */
export interface SenderLimits {
  /** Messages per second over all recipients. */
  readonly messagesPerSecond?: number;
}

/** One WhatsApp business number behind one provider account, ready to send. */
export interface Sender {
  /** Chosen by the operator; what callers name. */
  readonly id: string;
  /** The kind of provider, such as `gupshup`. */
  readonly kind: string;
  /** E.164 with `+`. */
  readonly phone: string;
  readonly limits: SenderLimits;
  readonly provider: MessagingProvider;
}
