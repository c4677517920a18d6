import { isUtf8 } from 'node:buffer';
import { callbackId, type CallbackSummary } from 'waypost/callbacks';
import type { CallbackRow, ListedCallback } from 'waypost/store';
import type { CallbackDetail, CallbackView } from './callback.dto.js';

/** A stored callback as lists show it. */
export function viewCallback(row: ListedCallback): CallbackView {
  const summary = row.summary === null ? undefined : (JSON.parse(row.summary) as CallbackSummary);
  return {
    id: callbackId(row.position),
    sender: row.sender,
    provider: row.provider,
    receivedAt: new Date(row.receivedAt).toISOString(),
    outcome: row.outcome,
    ...(row.settledAt !== null && { settledAt: new Date(row.settledAt).toISOString() }),
    ...(row.shape !== null && { shape: row.shape }),
    ...summary,
  };
}

/** A stored callback with all that it says. */
export function viewCallbackDetail(row: CallbackRow): CallbackDetail {
  const bytes = Buffer.from(row.body);
  const { method, headers, query } = row;
  const body = isUtf8(bytes)
    ? { body: bytes.toString('utf8') }
    : { bodyBase64: bytes.toString('base64') };
  return { ...viewCallback(row), method, headers, query, ...body };
}
