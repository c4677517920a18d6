import type { GeneratedAlways } from 'kysely';
import type { CallbackSchema } from './callback-schema.js';
import type { MediaState } from './inbound.js';
import type { WebhookSchema } from './webhook-schema.js';
import type { AttemptOutcome, EvidenceStatus, MessageStatus, OnUnknown, Priority } from './rows.js';

/** The tables, column by column; `rows.ts` says what they mean. Booleans are 0 and 1 on both engines. */
export interface Schema extends WebhookSchema, CallbackSchema {
  readonly messages: MessagesTable;
  readonly attempts: AttemptsTable;
  readonly events: EventsTable;
  readonly provider_ids: ProviderIdsTable;
  readonly evidence: EvidenceTable;
  readonly idempotency: IdempotencyTable;
  readonly senders: SendersTable;
  readonly replicas: ReplicasTable;
  readonly keys: KeysTable;
  readonly settings: SettingsTable;
  readonly pauses: PausesTable;
  readonly inbound: InboundTable;
}

export interface MessagesTable {
  position: GeneratedAlways<number>;
  id: string;
  sender: string;
  recipient: string;
  type: string;
  template: string | null;
  category: string | null;
  priority: Priority;
  ordered: number;
  status: MessageStatus;
  due_at: number;
  attempts: number;
  epoch: number;
  body: string;
  labels: string | null;
  reference: string | null;
  principal: string;
  on_unknown: OnUnknown;
  grace_ms: number;
  created_at: number;
  expires_at: number | null;
  give_up_at: number;
  provider_message_id: string | null;
  error: string | null;
  sequence: number;
  settled_at: number | null;
}

export interface AttemptsTable {
  message: number;
  n: number;
  started_at: number;
  ended_at: number;
  outcome: AttemptOutcome;
  provider_message_id: string | null;
  error: string | null;
}

export interface EventsTable {
  position: GeneratedAlways<number>;
  /** The transaction that wrote it: the order of the feed on PostgreSQL, 0 on SQLite, which has one writer. */
  xact: number;
  message: number | null;
  sender: string;
  sequence: number;
  type: string;
  at: number;
  data: string;
}

/** Every id under which callbacks may speak of an attempt. */
export interface ProviderIdsTable {
  sender: string;
  provider_id: string;
  message: number;
  attempt: number;
}

export interface EvidenceTable {
  position: GeneratedAlways<number>;
  sender: string;
  item_id: string;
  message: number | null;
  attempt: number | null;
  provider_ids: string;
  recipient: string | null;
  status: EvidenceStatus;
  at: number;
  received_at: number;
  error: string | null;
  detail: string | null;
  inferred: number;
  settled_at: number | null;
}

export interface IdempotencyTable {
  principal: string;
  key: string;
  fingerprint: string;
  answer: string;
  created_at: number;
}

export interface SendersTable {
  id: string;
  provider: string;
  phone: string;
  options: string;
  limits: string;
  managed_by: 'file' | 'api';
  state: 'active' | 'paused';
  pause_reason: string | null;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
  owner: string | null;
  epoch: number;
  lease_until: number;
}

export interface ReplicasTable {
  id: string;
  seen_at: number;
}

export interface KeysTable {
  id: string;
  name: string;
  hash: string;
  scopes: string;
  senders: string | null;
  lineage: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface SettingsTable {
  key: string;
  value: string;
}

export interface PausesTable {
  scope: string;
  subject: string;
  until: number | null;
  reason: string;
  created_at: number;
}

export interface InboundTable {
  position: GeneratedAlways<number>;
  id: string;
  sender: string;
  provider: string;
  item_id: string;
  user_phone: string | null;
  user_id: string | null;
  user_name: string | null;
  type: string;
  content: string;
  answers: string | null;
  /** The vendor's ids of the answered message, as a JSON array, while it is not known. */
  answer_ids: string | null;
  wamid: string | null;
  provider_ids: string;
  at: number;
  received_at: number;
  media: string | null;
  media_state: MediaState | null;
  media_attempts: number;
  media_due_at: number | null;
  media_result: string | null;
}
