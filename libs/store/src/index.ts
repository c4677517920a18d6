export type { Directory, NewSender, SenderChange } from './directory.js';
export { CommitUnknown, StoreLocked, StoreTooNew, StoreUnavailable } from './errors.js';
export type {
  Inbound,
  InboundFilter,
  InboundPage,
  InboundRow,
  MediaAttempt,
  MediaState,
  NewInbound,
  Received,
} from './inbound.js';
export { openStore, type StoreOptions } from './open-store.js';
export type {
  Changed,
  EndedAttempt,
  FeedPage,
  Finish,
  Idempotency,
  Inserted,
  InsertedGroup,
  Insertion,
  LooseEvent,
  MessageFilter,
  MessagePage,
  NewEvent,
  NewEvidence,
  Recorded,
  Start,
  Transition,
} from './operations.js';
export { MESSAGE_STATUSES } from './rows.js';
export type {
  AttemptOutcome,
  AttemptRow,
  Depth,
  Depths,
  EventRow,
  EvidenceRow,
  KeyRow,
  Lease,
  MessageRow,
  MessageStatus,
  NewMessage,
  OnUnknown,
  PauseRow,
  Priority,
  ScheduledDepth,
  SenderRow,
} from './rows.js';
export type {
  CommitReport,
  Health,
  LeaseTick,
  Leases,
  MessageReads,
  MessageWrites,
  Pruned,
  Store,
  Upkeep,
} from './store.js';
