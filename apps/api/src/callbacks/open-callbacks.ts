import { Applier, CallbackIntake, type InboundDesk } from 'waypost/callbacks';
import { readAttemptRef, type DeliveryEngine } from 'waypost/delivery';
import type { Store } from 'waypost/store';
import type { Metrics } from '../metrics/metrics.js';
import type { Doors } from './doors.js';
import { CallbackWarnings } from './callback-warnings.js';

/** What callbacks are taken in and applied with. */
export interface OpenCallbacks {
  readonly intake: CallbackIntake;
  readonly applier: Applier;
}

interface Surroundings {
  readonly doors: Pick<Doors, 'reader'>;
  readonly engine: Pick<DeliveryEngine, 'take'>;
  readonly inbound: Pick<InboundDesk, 'take'>;
  readonly metrics: Pick<Metrics, 'countCallback'>;
}

/** Puts together what becomes of callbacks after the door. */
export function openCallbacks(
  store: Store,
  { doors, engine, inbound, metrics }: Surroundings,
): OpenCallbacks {
  const warnings = new CallbackWarnings();
  const applier = new Applier(store.callbacks, {
    reader: (sender) => doors.reader(sender),
    take: (reports) => engine.take(reports),
    receive: ({ sender, provider, receivedAt }, item) =>
      inbound.take(sender, provider, item, receivedAt),
    readReference: readAttemptRef,
    count: (provider, kind, outcome) => metrics.countCallback(provider, kind, outcome),
    warn: (callback, reason, shape) => warnings.warn(callback, reason, shape),
    stuck: (callback, error) => warnings.stuck(callback, error),
  });
  return { intake: new CallbackIntake(store.callbacks, applier), applier };
}
