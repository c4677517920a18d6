import type { Provider } from '../accounts.js';
import type { DocumentedError, Fault } from './fault.js';

/** What a magic recipient does at each provider; a provider that is missing delivers normally. */
export interface MagicRecipient {
  readonly number: string;
  readonly what: string;
  readonly faults: Readonly<Partial<Record<Provider, Fault>>>;
}

/** Numbers of this range are reserved for fiction: no real user can be reached by mistake. */
const RANGE = '120255501';

const number = (ending: string): string => `+1 202-555-01${ending}`;

const both = (ending: string, what: string, fault: Fault): MagicRecipient => ({
  number: number(ending),
  what,
  faults: { gupshup: fault, kaleyra: fault },
});

const errors = (
  ending: string,
  what: string,
  gupshup: DocumentedError,
  kaleyra: DocumentedError,
): MagicRecipient => ({
  number: number(ending),
  what,
  faults: { gupshup: { kind: 'error', name: gupshup }, kaleyra: { kind: 'error', name: kaleyra } },
});

const failing = (ending: string, what: string, gupshup: Fault, kaleyra: Fault): MagicRecipient => ({
  number: number(ending),
  what,
  faults: { gupshup, kaleyra },
});

const failed = (code: number): Fault => ({ kind: 'failed', code });

/** Recipients that carry their fault in their number; the README's table is checked against this one. */
export const MAGIC_RECIPIENTS: readonly MagicRecipient[] = [
  errors('01', 'credentials refused', 'authentication-failed', 'RBC001'),
  errors('02', 'account not set up for it', 'callback-billing-disabled', 'WA-401-account'),
  errors('03', 'app or number unknown', 'invalid-app-details', 'WA401'),
  errors('04', 'wrong kind of app or number', 'app-not-on-cloud', 'WA-401-version'),
  failing(
    '05',
    'access refused; balance exhausted',
    { kind: 'error', name: 'unauthorised-access' },
    { kind: 'error', name: 'E110' },
  ),
  errors('06', 'payload refused', 'invalid-json-payload', 'WA400'),
  errors('07', 'documented 500', 'internal-server-error', 'WA500'),
  both('10', 'HTTP 429', { kind: 'http', status: 429 }),
  both('11', 'HTTP 429 with Retry-After: 2', { kind: 'http', status: 429, retryAfter: 2 }),
  both('12', 'HTTP 500', { kind: 'http', status: 500, body: 'Internal Server Error' }),
  both('13', 'HTTP 502', { kind: 'http', status: 502 }),
  both('14', 'HTTP 502, yet accepted', { kind: 'http', status: 502, accepted: true }),
  both('20', 'reset before the request was read', { kind: 'reset-before-read' }),
  both('21', 'reset after the request was read', { kind: 'reset-after-read' }),
  both('22', 'no answer at all', { kind: 'no-answer' }),
  both('23', 'HTML instead of JSON', { kind: 'html' }),
  both('24', 'truncated JSON', { kind: 'truncated-json' }),
  both('25', 'answer after 3 s', { kind: 'slow', ms: 3000 }),
  both('26', 'connection cut within the answer', { kind: 'cut-answer' }),
  both('27', 'connection closed after the request was read', { kind: 'close-after-read' }),
  both('28', 'accepted without an id', { kind: 'no-id' }),
  both('30', 'failed: 131026 undeliverable', failed(131026)),
  both('31', 'failed: 131047 window closed', failed(131047)),
  both('32', 'failed: 131049 marketing limit', failed(131049)),
  both('33', 'failed: 131056 pair rate', failed(131056)),
  both('34', 'failed: 130429 throughput', failed(130429)),
  both('35', 'failed: 132001 no such template', failed(132001)),
  both('36', 'failed: 131000 something went wrong', failed(131000)),
  both('37', 'failed: 131053 media', failed(131053)),
  both('38', 'sent, then failed: 131026', { kind: 'failed', code: 131026, after: 'sent' }),
  failing('40', 'failed 1002; not sent: daily limit', failed(1002), {
    kind: 'not-sent',
    reason: 'daily-limit',
  }),
  failing('41', 'failed 1003; not sent: template not found', failed(1003), {
    kind: 'not-sent',
    reason: 'template-not-found',
  }),
  failing('42', 'failed 1012; not sent: opted out', failed(1012), {
    kind: 'not-sent',
    reason: 'opted-out',
  }),
  failing('43', 'failed 4001; not sent: country blocked', failed(4001), {
    kind: 'not-sent',
    reason: 'country-blocked',
  }),
  both('50', 'callbacks duplicated', { kind: 'duplicate-callbacks' }),
  both('51', 'callbacks reversed', { kind: 'reorder-callbacks' }),
  both('52', 'callbacks before the answer', { kind: 'early-callbacks' }),
  {
    number: number('53'),
    what: 'callbacks batched',
    faults: { gupshup: { kind: 'batch-callbacks' } },
  },
  both('54', 'callbacks dropped', { kind: 'drop-callbacks' }),
  both('55', '`delivered` dropped', { kind: 'drop-callbacks', statuses: ['delivered'] }),
  both('56', 'a callback of an unknown type', { kind: 'unknown-event' }),
  {
    number: number('57'),
    what: 'callbacks without gs_id',
    faults: { gupshup: { kind: 'omit-gs-id' } },
  },
];

const BY_ENDING: ReadonlyMap<string, MagicRecipient> = new Map(
  MAGIC_RECIPIENTS.map((recipient) => [recipient.number.slice(-2), recipient]),
);

/** The fault that a recipient's number asks for, if any. `digits` is the number without `+`. */
export const magicFault = (provider: Provider, digits: string): Fault | undefined =>
  digits.length === RANGE.length + 2 && digits.startsWith(RANGE)
    ? BY_ENDING.get(digits.slice(-2))?.faults[provider]
    : undefined;
