import { compilerFor, type Dialect } from '../dialect.js';
import { type CallbackQueries, callbackWrites } from './callback-writes.js';
import { type ClaimQueries, claimWrites } from './claim-writes.js';
import { type EvidenceQueries, evidenceWrites } from './evidence-writes.js';
import { type HistoryQueries, historyWrites } from './history-writes.js';
import { type InboundWrites, inboundWrites } from './inbound-writes.js';
import { type MessageWriteQueries, messageWrites } from './message-writes.js';

/** Every query of a group commit. */
export interface BatchQueries
  extends
    CallbackQueries,
    ClaimQueries,
    MessageWriteQueries,
    HistoryQueries,
    EvidenceQueries,
    InboundWrites {}

/** Compiles them, once. `feedBase` counts on PostgreSQL only. */
export function batchQueries(dialect: Dialect, feedBase: number): BatchQueries {
  const db = compilerFor(dialect);
  return {
    ...callbackWrites(db, dialect),
    ...claimWrites(db, dialect),
    ...messageWrites(db, dialect),
    ...historyWrites(db, dialect, feedBase),
    ...evidenceWrites(db, dialect),
    ...inboundWrites(db, dialect),
  };
}
