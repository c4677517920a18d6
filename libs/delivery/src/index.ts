export { DeliveryEngine, type DeliveryOptions } from './delivery-engine.js';
export type { Acceptance, DirectAcceptance } from './intake.js';
export type { DeliverySender, SenderLimits, SenderSource } from './delivery-sender.js';
export type { MessageEventData } from './events.js';
export { attemptRef, readAttemptRef } from './hand-over.js';
export type { Outcome } from './outcome.js';
export { canceled, graceEnded, orphaned } from './queue-changes.js';
export type { Report, Taken } from './report.js';
export { readError, type StoredError } from './stored-error.js';
