import { PROVIDERS, type Provider } from '../accounts.js';
import { Fields } from '../fields.js';
import { GUPSHUP_ERRORS } from '../gupshup/gupshup-answers.js';
import { isGupshupCode } from '../gupshup/gupshup-codes.js';
import { SandboxInputError } from '../input-error.js';
import { KALEYRA_ERRORS } from '../kaleyra/kaleyra-answers.js';
import { NOT_SENT_REASONS, NOT_SENT_SPELLINGS } from '../kaleyra/not-sent-reasons.js';
import {
  DROPPABLE,
  FAULT_KINDS,
  SIMPLE_FAULT_KINDS,
  type DocumentedError,
  type Fault,
  type FaultRule,
} from './fault.js';

const GUPSHUP_NAMES = Object.keys(GUPSHUP_ERRORS) as DocumentedError[];
const KALEYRA_NAMES = Object.keys(KALEYRA_ERRORS) as DocumentedError[];
const DOCUMENTED = [...GUPSHUP_NAMES, ...KALEYRA_NAMES];
const STATUS = { min: 200, max: 599 };
const META_CODE = { min: 0, max: 9_999_999 };
const UP_TO_AN_HOUR = { min: 0, max: 3_600_000 };

const READERS: Readonly<Record<Fault['kind'], (fields: Fields) => Record<string, unknown>>> = {
  error: (fields) => ({
    name: fields.oneOf('name', DOCUMENTED),
    status: fields.optionalInteger('status', STATUS),
  }),
  http: (fields) => ({
    status: fields.integer('status', STATUS),
    body: fields.optionalString('body'),
    contentType: fields.optionalString('contentType'),
    retryAfter: fields.optionalInteger('retryAfter', UP_TO_AN_HOUR),
  }),
  'meta-error': (fields) => ({
    code: fields.integer('code', META_CODE),
    title: fields.optionalString('title'),
    details: fields.optionalString('details'),
    status: fields.optionalInteger('status', STATUS),
    shape: fields.optionalOneOf('shape', ['meta', 'flat']),
  }),
  'reset-before-read': () => ({}),
  'reset-after-read': () => ({}),
  'close-after-read': () => ({}),
  'no-answer': () => ({}),
  html: (fields) => ({ status: fields.optionalInteger('status', STATUS) }),
  'truncated-json': () => ({}),
  'cut-answer': () => ({}),
  'no-id': () => ({}),
  slow: (fields) => ({ ms: fields.integer('ms', UP_TO_AN_HOUR) }),
  failed: (fields) => ({
    code: fields.integer('code', META_CODE),
    title: fields.optionalString('title'),
    details: fields.optionalString('details'),
    shape: fields.optionalOneOf('shape', ['meta', 'gupshup']),
    after: fields.optionalOneOf('after', ['sent', 'delivered']),
  }),
  'not-sent': (fields) => ({
    reason: fields.oneOf('reason', NOT_SENT_REASONS),
    code: fields.optionalString('code'),
    spelling: fields.optionalOneOf('spelling', NOT_SENT_SPELLINGS),
  }),
  'duplicate-callbacks': (fields) => ({
    copies: fields.optionalInteger('copies', { min: 2, max: 100 }),
  }),
  'reorder-callbacks': () => ({}),
  'early-callbacks': () => ({}),
  'batch-callbacks': (fields) => ({
    windowMs: fields.optionalInteger('windowMs', UP_TO_AN_HOUR),
    size: fields.optionalInteger('size', { min: 2, max: 1000 }),
  }),
  'drop-callbacks': (fields) => ({ statuses: fields.optionalListOf('statuses', DROPPABLE) }),
  'unknown-event': (fields) => ({ payload: fields.optionalObject('payload') }),
  'omit-gs-id': () => ({}),
};

/** Kinds after which it is worth saying whether the vendor took the message. */
const MAY_ACCEPT: ReadonlySet<string> = new Set<Fault['kind']>([
  'error',
  'http',
  'meta-error',
  'reset-after-read',
  'close-after-read',
  'no-answer',
  'html',
  'truncated-json',
  'cut-answer',
]);

const given = (options: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

const shorthand = (value: string | number): Record<string, unknown> | undefined => {
  if (SIMPLE_FAULT_KINDS.some((kind) => kind === value)) return { kind: value };
  if (DOCUMENTED.some((name) => name === value)) return { kind: 'error', name: value };
  return /^[2-5]\d\d$/.test(String(value)) ? { kind: 'http', status: Number(value) } : undefined;
};

/** Reads a fault in its long or its short form; throws SandboxInputError naming the field. */
export const readFault = (value: unknown, path = 'fault'): Fault => {
  if (typeof value === 'string' || typeof value === 'number') {
    const long = shorthand(value);
    if (long !== undefined) return readFault(long, path);
    throw new SandboxInputError(
      path,
      `${path} "${value}" is not known; use a status code, ${SIMPLE_FAULT_KINDS.join(', ')}, ${DOCUMENTED.join(', ')}, or an object with a kind.`,
    );
  }
  const fields = new Fields(value, path);
  const kind = fields.oneOf('kind', FAULT_KINDS);
  const options = READERS[kind](fields);
  if (MAY_ACCEPT.has(kind)) options.accepted = fields.optionalBoolean('accepted');
  fields.done();
  // The reader of this kind has just proved the shape.
  return given({ kind, ...options }) as unknown as Fault;
};

/** The only provider that can do this wrong, or undefined where both can. */
const providerOf = (fault: Fault): Provider | undefined => {
  if (fault.kind === 'error') return GUPSHUP_NAMES.includes(fault.name) ? 'gupshup' : 'kaleyra';
  if (fault.kind === 'not-sent') return 'kaleyra';
  if (fault.kind === 'failed') {
    return fault.shape === 'gupshup' || isGupshupCode(fault.code) ? 'gupshup' : undefined;
  }
  const gupshupOnly: readonly string[] = ['meta-error', 'batch-callbacks', 'omit-gs-id'];
  return gupshupOnly.includes(fault.kind) ? 'gupshup' : undefined;
};

/** Reads a rule; a fault that only one provider can show belongs to that provider. */
export const readFaultRule = (value: unknown): Omit<FaultRule, 'id' | 'hits'> => {
  const fields = new Fields(value);
  const fault = readFault(fields.any('fault'));
  const able = providerOf(fault);
  const provider = fields.optionalOneOf('provider', PROVIDERS) ?? able;
  if (able !== undefined && provider !== able) {
    fields.fail('provider', `must be ${able}: no other vendor here can show this fault`);
  }
  const rule = {
    provider,
    account: fields.optionalString('account'),
    to: fields.optionalPhone('to'),
    times: fields.optionalInteger('times', { min: 1, max: Number.MAX_SAFE_INTEGER }),
    probability: fields.optionalNumber('probability', { min: 0, max: 1 }),
  };
  fields.done();
  return { ...given(rule), fault };
};
