import type { GeneratedAlways } from 'kysely';
import type { CallbackOutcome } from './callbacks.js';

/** The tables of what vendors call back, column by column; `callbacks.ts` says what they mean. */
export interface CallbackSchema {
  readonly callbacks: CallbacksTable;
  readonly callback_items: CallbackItemsTable;
  readonly doors: DoorsTable;
}

export interface CallbacksTable {
  position: GeneratedAlways<number>;
  sender: string;
  provider: string;
  received_at: number;
  outcome: CallbackOutcome;
  shape: string | null;
  summary: string | null;
  settled_at: number | null;
  method: 'GET' | 'POST';
  headers: string;
  query: string;
  /** As it is, where that is text which both engines take; else in base64. */
  body: string;
  is_base64: number;
}

/** Items that have no table of their own, so that each is told once. */
export interface CallbackItemsTable {
  position: GeneratedAlways<number>;
  sender: string;
  item_id: string;
  at: number;
}

export interface DoorsTable {
  sender: string;
  secrets: string;
  version: number;
}
