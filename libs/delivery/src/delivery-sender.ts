import type { MessagingProvider } from 'waypost/providers';

/** A sender as delivery needs it. */
export interface DeliverySender {
  readonly id: string;
  readonly provider: MessagingProvider;
  /** Equal for senders of one vendor account. */
  readonly accountKey: string;
  readonly limits: SenderLimits;
  /** Paused by an operator: its queue is kept. */
  readonly paused: boolean;
  /**
   * Whether nobody else sends from the number. Then a status with an unknown id may settle the one attempt that it can
   * mean, where the vendor echoes no reference of ours.
   * @default true
   */
  readonly exclusive?: boolean;
}

export interface SenderLimits {
  /** @default 80, Meta's throughput for a number */
  readonly messagesPerSecond?: number;
  /** Messages under way at once. @default 64 */
  readonly concurrency?: number;
  /** Whether to keep Meta's limit per recipient. @default true */
  readonly pairRate?: boolean;
}

/** Where delivery finds the senders. */
export interface SenderSource {
  get(id: string): DeliverySender | undefined;
  /** Calls back with the id of each sender that was added, changed or removed. */
  onChange(listener: (id: string) => void): () => void;
}
