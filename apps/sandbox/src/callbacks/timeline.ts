import type { CallbackFault } from '../faults/fault.js';
import type { Json } from '../fields.js';
import { gupshupReason, isGupshupCode } from '../gupshup/gupshup-codes.js';
import { NOT_SENT } from '../kaleyra/not-sent-reasons.js';
import type { SeededRandom } from '../random.js';
import type { AcceptedMessage, Failure, StatusNews, Vendor } from '../vendor.js';
import type { CallbackRegistration, StepMs } from './registration.js';

/** One callback to come, and how long after the one before. */
export interface Step {
  readonly delayMs: number;
  readonly event: string;
  readonly payload: () => Json;
}

/** How statuses of several messages are collected into one POST. */
export interface Batching {
  readonly windowMs: number;
  readonly size: number;
}

/** What follows an accepted message at one receiver. */
export interface Timeline {
  readonly steps: readonly Step[];
  readonly batching?: Batching;
}

interface Telling {
  readonly vendor: Vendor;
  readonly message: AcceptedMessage;
  readonly registration: CallbackRegistration;
  readonly faults: readonly CallbackFault[];
  readonly random: SeededRandom;
}

type FaultOf<Kind extends CallbackFault['kind']> = Extract<CallbackFault, { kind: Kind }>;

const find = <Kind extends CallbackFault['kind']>(
  faults: readonly CallbackFault[],
  kind: Kind,
): FaultOf<Kind> | undefined => faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind);

/** The failure that a fault asks for, in the words of the vendor that reports it. */
export const failureOf = (fault: CallbackFault | undefined): Failure | undefined => {
  if (fault?.kind === 'not-sent') {
    const { code, reason } = NOT_SENT[fault.reason];
    const { code: stated = code, spelling } = fault;
    return {
      status: 'not sent',
      shape: 'vendor',
      reason,
      ...(stated === undefined ? {} : { code: stated }),
      ...(spelling === undefined ? {} : { spelling }),
    };
  }
  if (fault?.kind !== 'failed') return undefined;
  const { code, title, details, after } = fault;
  const shape = fault.shape ?? (isGupshupCode(code) ? 'gupshup' : 'meta');
  return {
    status: 'failed',
    shape: shape === 'gupshup' ? 'vendor' : 'meta',
    code,
    ...(title === undefined ? {} : { title }),
    ...(details === undefined ? {} : { details }),
    ...(shape === 'gupshup' ? { reason: title ?? gupshupReason(code) } : {}),
    ...(after === undefined ? {} : { after }),
  };
};

/** One wait between two callbacks. */
const waitOf = (stepMs: StepMs, random: SeededRandom): number => {
  if (typeof stepMs === 'number') return stepMs;
  const [from, to] = stepMs;
  return from + random.fraction() * (to - from);
};

const plainSteps = ({ vendor, message, registration, faults, random }: Telling): Step[] => {
  const failure =
    failureOf(faults.find(({ kind }) => kind === 'failed' || kind === 'not-sent')) ?? message.fate;
  const hurried = find(faults, 'early-callbacks') ?? find(faults, 'batch-callbacks');
  const omitGsId = find(faults, 'omit-gs-id') !== undefined;
  let at = message.acceptedAt;
  return vendor.statuses(message, registration, failure).map((status) => {
    const wait = waitOf(registration.stepMs, random);
    at += wait;
    const failed = failure?.status === status;
    const news: StatusNews = { status, at, omitGsId, ...(failed ? { failure } : {}) };
    return {
      delayMs: hurried === undefined ? wait : 0,
      event: status,
      payload: () => vendor.status(message, news, registration),
    };
  });
};

const without = (steps: readonly Step[], fault: FaultOf<'drop-callbacks'>): Step[] =>
  fault.statuses === undefined
    ? []
    : steps.filter(({ event }) => !fault.statuses?.some((status) => status === event));

/** The callbacks come at the same moments, the last one first. */
const reversed = (steps: readonly Step[]): Step[] =>
  steps
    .toReversed()
    .map((step, index) => ({ ...step, delayMs: steps[index]?.delayMs ?? step.delayMs }));

const repeated = (steps: readonly Step[], copies: number): Step[] =>
  steps.flatMap((step) =>
    Array.from({ length: copies }, (_, copy) => (copy === 0 ? step : { ...step, delayMs: 0 })),
  );

const unknownStep = ({ vendor, message }: Telling, fault: FaultOf<'unknown-event'>): Step => ({
  delayMs: 0,
  event: 'unknown event',
  payload: () => fault.payload ?? vendor.unknownEvent(message),
});

/** Plans the callbacks of one message for one receiver, with everything that is to go wrong with them. */
export const timelineOf = (telling: Telling): Timeline => {
  const { faults, vendor } = telling;
  let steps = plainSteps(telling);
  for (const fault of faults) {
    if (fault.kind === 'drop-callbacks') steps = without(steps, fault);
  }
  const unknown = find(faults, 'unknown-event');
  if (unknown !== undefined) steps = [unknownStep(telling, unknown), ...steps];
  if (find(faults, 'reorder-callbacks') !== undefined) steps = reversed(steps);
  const duplicate = find(faults, 'duplicate-callbacks');
  if (duplicate !== undefined) steps = repeated(steps, duplicate.copies ?? 2);
  const batch = vendor.merge === undefined ? undefined : find(faults, 'batch-callbacks');
  return batch === undefined
    ? { steps }
    : { steps, batching: { windowMs: batch.windowMs ?? 50, size: batch.size ?? 1000 } };
};
