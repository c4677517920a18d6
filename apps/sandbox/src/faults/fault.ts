import type { Provider } from '../accounts.js';
import type { GupshupErrorName } from '../gupshup/gupshup-answers.js';
import type { KaleyraErrorName } from '../kaleyra/kaleyra-answers.js';
import type { NOT_SENT_SPELLINGS, NotSentReason } from '../kaleyra/not-sent-reasons.js';

/** A documented refusal of a vendor, by name. */
export type DocumentedError = GupshupErrorName | KaleyraErrorName;

/** Statuses whose callbacks a fault may drop. */
export const DROPPABLE = [
  'enqueued',
  'submit success',
  'sent',
  'delivered',
  'read',
  'failed',
  'not sent',
  'billing',
] as const;

/** A status that a callback can carry. */
export type StatusName = (typeof DROPPABLE)[number];

/** Whether the vendor took the message although its answer says otherwise, or says nothing: then its callbacks follow. */
interface Accepting {
  readonly accepted?: boolean;
}

/** What goes wrong with one HTTP answer. */
export type AnswerFault = Accepting &
  (
    | {
        readonly kind: 'error';
        readonly name: DocumentedError;
        /** Another status under the same body, such as an error inside a 200. */
        readonly status?: number;
      }
    | {
        readonly kind: 'http';
        readonly status: number;
        /** @default the vendor's documented body of this status, else a short JSON object; HTML for 502, 503 and 504 */
        readonly body?: string;
        readonly contentType?: string;
        /** Seconds; sent as `Retry-After`, which neither vendor documents. */
        readonly retryAfter?: number;
      }
    | {
        readonly kind: 'meta-error';
        readonly code: number;
        readonly title?: string;
        readonly details?: string;
        /** @default 400 */
        readonly status?: number;
        /** `meta`: `{error:{code,message,…}}`; `flat`: `{status:"error",code,message}`. @default "meta" */
        readonly shape?: 'meta' | 'flat';
      }
    | { readonly kind: 'reset-before-read' }
    | { readonly kind: 'reset-after-read' }
    | { readonly kind: 'close-after-read' }
    | { readonly kind: 'no-answer' }
    | {
        readonly kind: 'html';
        /** @default 200 */
        readonly status?: number;
      }
    | { readonly kind: 'truncated-json' }
    | { readonly kind: 'cut-answer' }
    | { readonly kind: 'no-id' }
    | { readonly kind: 'slow'; readonly ms: number }
  );

/** What goes wrong after the message was accepted. */
export type CallbackFault =
  | {
      readonly kind: 'failed';
      /** Any Meta code, or one of Gupshup's own. */
      readonly code: number;
      readonly title?: string;
      readonly details?: string;
      /** `meta`: an `errors` list; `gupshup`: `code` and `reason` on the status. @default by the code */
      readonly shape?: 'meta' | 'gupshup';
      /** The last status before the failure. @default none beyond `enqueued` */
      readonly after?: 'sent' | 'delivered';
    }
  | {
      readonly kind: 'not-sent';
      readonly reason: NotSentReason;
      readonly code?: string;
      /** @default "not sent" */
      readonly spelling?: (typeof NOT_SENT_SPELLINGS)[number];
    }
  | {
      readonly kind: 'duplicate-callbacks';
      /** How often each callback is sent. @default 2 */
      readonly copies?: number;
    }
  | { readonly kind: 'reorder-callbacks' }
  | { readonly kind: 'early-callbacks' }
  | {
      readonly kind: 'batch-callbacks';
      /** Milliseconds for which statuses are collected. @default 50 */
      readonly windowMs?: number;
      /** Statuses in one POST at most. @default 1000 */
      readonly size?: number;
    }
  | {
      readonly kind: 'drop-callbacks';
      /** @default every status */
      readonly statuses?: readonly StatusName[];
    }
  | {
      readonly kind: 'unknown-event';
      /** The whole body, instead of the made-up one. */
      readonly payload?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'omit-gs-id' };

/** Anything a sandbox can be told to do wrong. */
export type Fault = AnswerFault | CallbackFault;

/** Faults that need no parameter may be written as their kind; a documented error as its name; a status as a number. */
export type FaultShorthand = SimpleFaultKind | DocumentedError | number;

const SIMPLE_CALLBACK_KINDS = [
  'duplicate-callbacks',
  'reorder-callbacks',
  'early-callbacks',
  'batch-callbacks',
  'drop-callbacks',
  'unknown-event',
  'omit-gs-id',
] as const satisfies readonly CallbackFault['kind'][];

/** The kinds that may stand alone. */
export const SIMPLE_FAULT_KINDS = [
  'reset-before-read',
  'reset-after-read',
  'close-after-read',
  'no-answer',
  'html',
  'truncated-json',
  'cut-answer',
  'no-id',
  ...SIMPLE_CALLBACK_KINDS,
] as const;

/** A kind that may stand alone. */
export type SimpleFaultKind = (typeof SIMPLE_FAULT_KINDS)[number];

/** Every kind of fault. */
export const FAULT_KINDS = [
  'error',
  'http',
  'meta-error',
  ...SIMPLE_FAULT_KINDS,
  'slow',
  'failed',
  'not-sent',
] as const satisfies readonly Fault['kind'][];

const CALLBACK_KINDS: ReadonlySet<string> = new Set<CallbackFault['kind']>([
  'failed',
  'not-sent',
  ...SIMPLE_CALLBACK_KINDS,
]);

/** Whether a fault concerns the callbacks and not the answer. */
export const isCallbackFault = (fault: Fault): fault is CallbackFault =>
  CALLBACK_KINDS.has(fault.kind);

/** Where and how often a fault strikes. All conditions must hold; without any it strikes every request. */
export interface FaultRuleInput {
  readonly provider?: Provider;
  /** The Gupshup app id or the Kaleyra SID. */
  readonly account?: string;
  /** The recipient, with or without `+`. */
  readonly to?: string;
  /** Requests it strikes before it is spent. @default unlimited */
  readonly times?: number;
  /** Chance of striking a request that matches, 0 to 1. @default 1 */
  readonly probability?: number;
  readonly fault: Fault | FaultShorthand;
}

/** A fault as the sandbox keeps it. */
export interface FaultRule extends Omit<FaultRuleInput, 'fault'> {
  readonly id: string;
  readonly fault: Fault;
  /** Requests it has struck so far. */
  readonly hits: number;
}
