export { InboundDesk, type InboundSurroundings } from './inbound/inbound-desk.js';
export { viewInbound, type InboundView, type MediaView } from './inbound/inbound-view.js';
export { AnswerSweep } from './inbound/answer-sweep.js';
export { MediaDesk, type MediaOptions } from './inbound/media-desk.js';
export { MediaFolder } from './inbound/media-folder.js';
export type { MediaResult } from './inbound/media-source.js';
export { Applier, type ApplySurroundings } from './intake/applier.js';
export { CallbackIntake, IntakeFull } from './intake/callback-intake.js';
export {
  callbackId,
  type CallbackRef,
  type KeptCallback,
  type ReadReference,
  type StatusReport,
} from './intake/item-writes.js';
export type { Shape } from './intake/shape.js';
export type { CallbackSummary, ItemOutcome } from './intake/tally.js';
