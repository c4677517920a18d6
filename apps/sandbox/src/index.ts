/**
 * A local stand-in for Gupshup and Kaleyra that speaks their wire contracts, with faults on demand; for development,
 * tests and demos without an account.
 *
 * @packageDocumentation
 */
export { createSandbox, Sandbox, type AccountInput, type StatusInput } from './sandbox.js';
export type { SandboxOptions } from './sandbox-options.js';
export {
  DEFAULT_ACCOUNTS,
  type GupshupAccount,
  type KaleyraAccount,
  type KaleyraNumber,
  type Provider,
  type SandboxAccounts,
} from './accounts.js';
export type {
  AnswerFault,
  CallbackFault,
  DocumentedError,
  Fault,
  FaultRule,
  FaultRuleInput,
  FaultShorthand,
  SimpleFaultKind,
  StatusName,
} from './faults/fault.js';
export { MAGIC_RECIPIENTS, type MagicRecipient } from './faults/magic-recipients.js';
export type {
  CallbackInput,
  GupshupCallbackInput,
  GupshupMode,
  KaleyraCallbackInput,
  KaleyraEvent,
  Redelivery,
  StepMs,
} from './callbacks/registration.js';
export type { ShownRegistration } from './callbacks/registrations.js';
export type { InboundInput, InboundResult, InboundType } from './callbacks/inbound.js';
export type { CallbackOutcome, LoggedCallback } from './log/callback-log.js';
export type { Cut, LoggedAnswer, LoggedMessage, MessageFilter } from './log/message-log.js';
export type { NotSentReason } from './kaleyra/not-sent-reasons.js';
export { SandboxInputError } from './input-error.js';
