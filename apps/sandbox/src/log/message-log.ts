import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Provider } from '../accounts.js';
import { digitsOf } from '../fields.js';
import type { AcceptedMessage } from '../vendor.js';
import { hideSecrets } from './hide-secrets.js';
import { RingBuffer, type LogBounds } from './ring-buffer.js';

/** How an exchange ended when it did not end with a whole answer. */
export type Cut =
  | 'reset-before-read'
  | 'reset-after-read'
  | 'close-after-read'
  | 'no-answer'
  | 'cut-answer'
  | 'client-closed';

/** What was answered: status and body, or how the exchange was cut, or what was written before the cut. */
export interface LoggedAnswer {
  readonly at: string;
  readonly status?: number;
  readonly body?: string;
  readonly cut?: Cut;
}

/** One request that a stand-in received. Times are ISO 8601. */
export interface LoggedMessage {
  /** Arrival number, from 1; the cursor of `after`. */
  readonly seq: number;
  readonly provider: Provider;
  readonly account: string;
  readonly method: string;
  /** The path as it came, still encoded. */
  readonly path: string;
  /** As received, names in lower case; values of secret headers are replaced by `[secret]`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly receivedAt: string;
  /** Whether the vendor took the whole request in. `false`: nothing of its body was kept. */
  readonly requestRead: boolean;
  readonly readAt?: string;
  /** The exact body; see `rawBodyBase64` for one that is not UTF-8. */
  readonly rawBody: string;
  readonly rawBodyBase64?: string;
  /** The recipient's digits, where the request named one. */
  readonly to?: string;
  readonly type?: string;
  /** Whether the vendor took the message: whatever it answered, callbacks follow. */
  readonly accepted: boolean;
  /** The vendor's id of an accepted message. */
  readonly messageId?: string;
  /** WhatsApp's id of an accepted message. */
  readonly wamid?: string;
  /** What the request was refused for, in words of the sandbox. */
  readonly refusedBecause?: string;
  /** The kinds of the faults that struck, the answer's first. */
  readonly faults?: readonly string[];
  /** Absent while the answer is still owed. */
  readonly answered?: LoggedAnswer;
}

/** A request while it is being dealt with; the exchange fills it in. */
export interface MessageEntry {
  readonly seq: number;
  readonly provider: Provider;
  readonly account: string;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly receivedAt: number;
  readAt?: number;
  rawBody?: string;
  rawBodyBase64?: string;
  to?: string;
  type?: string;
  message?: AcceptedMessage;
  refusedBecause?: string;
  faults?: readonly string[];
  answered?: { at: number; status?: number; body?: string; cut?: Cut };
}

/** Which entries to return; every condition must hold. */
export interface MessageFilter {
  /** Entries with a greater `seq`. */
  readonly after?: number;
  /** @default 1000 over HTTP, unlimited in code */
  readonly limit?: number;
  readonly to?: string;
  readonly provider?: Provider;
  readonly account?: string;
}

const iso = (time: number): string => new Date(time).toISOString();

const view = (entry: MessageEntry): LoggedMessage => {
  const { rawBody, message, answered, receivedAt, readAt, headers, ...rest } = entry;
  return {
    ...rest,
    headers: hideSecrets(headers),
    receivedAt: iso(receivedAt),
    requestRead: readAt !== undefined,
    ...(readAt === undefined ? {} : { readAt: iso(readAt) }),
    rawBody: rawBody ?? '',
    accepted: message !== undefined,
    ...(message === undefined ? {} : { messageId: message.id, wamid: message.wamid }),
    ...(answered === undefined ? {} : { answered: { ...answered, at: iso(answered.at) } }),
  };
};

/** Everything the stand-ins received, in order of arrival, within bounds. */
export class MessageLog {
  readonly #entries: RingBuffer<MessageEntry>;
  readonly #byId = new Map<string, MessageEntry>();

  constructor(bounds: LogBounds) {
    this.#entries = new RingBuffer(bounds, ({ message }) => {
      if (message === undefined) return;
      this.#byId.delete(message.id);
      this.#byId.delete(message.wamid);
    });
  }

  /** How many requests have ever arrived. */
  get total(): number {
    return this.#entries.total;
  }

  open(arrival: Omit<MessageEntry, 'seq'>): MessageEntry {
    return this.#entries.add((seq) => ({ seq, ...arrival }));
  }

  /** Keeps the body of a request that was read to its end, and returns it as text. */
  read(entry: MessageEntry, body: Buffer, at: number): string {
    const text = body.toString('utf8');
    entry.readAt = at;
    entry.rawBody = text;
    if (!isUtf8(body)) entry.rawBodyBase64 = body.toString('base64');
    this.#entries.grow(entry.seq, body.byteLength);
    return text;
  }

  accept(entry: MessageEntry, message: AcceptedMessage): void {
    entry.message = message;
    this.#byId.set(message.id, entry);
    this.#byId.set(message.wamid, entry);
  }

  /** The accepted message of a vendor's id or a wamid, while the log still holds it. */
  message(id: string): AcceptedMessage | undefined {
    return this.#byId.get(id)?.message;
  }

  list(filter: MessageFilter = {}): LoggedMessage[] {
    const to = filter.to === undefined ? undefined : digitsOf(filter.to);
    const limit = filter.limit ?? Number.POSITIVE_INFINITY;
    const found: LoggedMessage[] = [];
    for (const entry of this.#entries.after(filter.after ?? 0)) {
      if (found.length >= limit) break;
      if (to !== undefined && entry.to !== to) continue;
      if ((filter.provider ?? entry.provider) !== entry.provider) continue;
      if ((filter.account ?? entry.account) !== entry.account) continue;
      found.push(view(entry));
    }
    return found;
  }

  clear(): void {
    this.#entries.clear();
  }
}
