import type { Provider } from '../accounts.js';

/** Events of a Gupshup subscription; the vendor's own names. */
export const GUPSHUP_MODES = [
  'MESSAGE',
  'FLOWS_MESSAGE',
  'ALL',
  'ENQUEUED',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
  'BILLING',
] as const;

/** One event of a Gupshup subscription. */
export type GupshupMode = (typeof GUPSHUP_MODES)[number];

/** Events of a Kaleyra callback profile. */
export const KALEYRA_EVENTS = ['status', 'inbound', 'submit'] as const;

/** `status`, `inbound`, and `submit` (told when the message was handed to Meta). */
export type KaleyraEvent = (typeof KALEYRA_EVENTS)[number];

/** How often and how fast a callback that was not taken is repeated; Gupshup repeats, without saying how often. */
export interface Redelivery {
  /** Attempts in all, the first included. @default 5 */
  readonly attempts: number;
  /** The first pause in milliseconds; every further one is twice as long. @default 1000 */
  readonly backoffMs: number;
  /** The longest pause in milliseconds. @default 60000 */
  readonly maxBackoffMs: number;
}

/** Milliseconds between two callbacks of a message: always the same, or from…to. */
export type StepMs = number | readonly [from: number, to: number];

interface CommonInput {
  /** The Gupshup app id or the Kaleyra SID. */
  readonly account: string;
  readonly url: string;
  /** Static headers of every callback. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the sandbox's own */
  readonly stepMs?: StepMs;
  /** @default the sandbox's own */
  readonly redelivery?: Partial<Redelivery>;
}

/** A Gupshup subscription (version 3). An app may have several, told apart by their url. */
export interface GupshupCallbackInput extends CommonInput {
  readonly provider: 'gupshup';
  /** Headers as Gupshup takes them: a JSON text or object, flat or under `headers`. */
  readonly meta?: string | Readonly<Record<string, unknown>>;
  /** @default MESSAGE, FLOWS_MESSAGE, ENQUEUED, SENT, DELIVERED, READ, FAILED */
  readonly modes?: readonly GupshupMode[];
  /** `statuses[].id` of sent, delivered and read: an own UUID beside `meta_msg_id` (2026), or the wamid alone (older). @default "uuid" */
  readonly idStyle?: 'uuid' | 'wamid';
}

/** A Kaleyra callback profile. A number has one: a second registration replaces the first. */
export interface KaleyraCallbackInput extends CommonInput {
  readonly provider: 'kaleyra';
  /** @default every number of the account */
  readonly phone?: string;
  /** `GET`: the values go into the url, at its `<placeholders>` or, where it has none, as a query. @default "POST" */
  readonly method?: 'POST' | 'GET';
  /** @default status, inbound */
  readonly events?: readonly KaleyraEvent[];
  /** What `message_id` repeats: the wamid, as Kaleyra's samples do, or the id of the answer. @default "wamid" */
  readonly idStyle?: 'wamid' | 'message-id';
}

/** Where the callbacks of an account go. */
export type CallbackInput = GupshupCallbackInput | KaleyraCallbackInput;

/** A registration with every default filled in. */
export interface CallbackRegistration {
  readonly id: string;
  readonly provider: Provider;
  readonly account: string;
  /** The digits of the one number it is for; absent for every number. */
  readonly phone?: string;
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly events: readonly (GupshupMode | KaleyraEvent)[];
  readonly idStyle: 'uuid' | 'wamid' | 'message-id';
  readonly stepMs: StepMs;
  readonly redelivery: Redelivery;
}
