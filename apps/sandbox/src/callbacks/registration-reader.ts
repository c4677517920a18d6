import { PROVIDERS } from '../accounts.js';
import { Fields, isJson } from '../fields.js';
import {
  GUPSHUP_MODES,
  KALEYRA_EVENTS,
  type CallbackRegistration,
  type Redelivery,
  type StepMs,
} from './registration.js';

/** What a registration takes where it says nothing itself. */
export interface CallbackDefaults {
  readonly stepMs: StepMs;
  readonly redelivery: Redelivery;
}

const DEFAULT_MODES = [
  'MESSAGE',
  'FLOWS_MESSAGE',
  'ENQUEUED',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
] as const;

const UP_TO_A_DAY = { min: 0, max: 86_400_000 };
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** Reads the time between two callbacks: a number, or `[from, to]`. */
const readStepMs = (fields: Fields, name: string): StepMs | undefined => {
  const value = fields.any(name);
  if (!Array.isArray(value)) return fields.optionalNumber(name, UP_TO_A_DAY);
  const [from, to] = value as unknown[];
  const sound =
    value.length === 2 &&
    typeof from === 'number' &&
    typeof to === 'number' &&
    0 <= from &&
    from <= to &&
    to <= UP_TO_A_DAY.max;
  return sound ? [from, to] : fields.fail(name, 'must be a number or a pair [from, to]');
};

/** Reads how failed callbacks are repeated, over the defaults. */
const readRedelivery = (fields: Fields, name: string, defaults: Redelivery): Redelivery => {
  if (!fields.has(name)) return defaults;
  const nested = fields.nested(name);
  const redelivery = {
    attempts: nested.optionalInteger('attempts', { min: 1, max: 1000 }) ?? defaults.attempts,
    backoffMs: nested.optionalNumber('backoffMs', UP_TO_A_DAY) ?? defaults.backoffMs,
    maxBackoffMs: nested.optionalNumber('maxBackoffMs', UP_TO_A_DAY) ?? defaults.maxBackoffMs,
  };
  nested.done();
  return redelivery;
};

const readHeaders = (fields: Fields, name: string, value: unknown): Record<string, string> => {
  if (value === undefined) return {};
  if (!isJson(value)) return fields.fail(name, 'must be an object of header names and values');
  const headers: Record<string, string> = {};
  for (const [header, text] of Object.entries(value)) {
    if (!HEADER_NAME.test(header)) fields.fail(`${name}.${header}`, 'is not a header name');
    if (typeof text !== 'string' || /[^\t\x20-\x7e\x80-\xff]/.test(text)) {
      return fields.fail(`${name}.${header}`, 'must be a text that a header can carry');
    }
    headers[header.toLowerCase()] = text;
  }
  return headers;
};

/** Gupshup's `meta`: a JSON text or an object; its samples show the headers flat and under `headers`. */
const readMeta = (fields: Fields): Record<string, string> => {
  let meta = fields.any('meta');
  if (typeof meta === 'string') {
    try {
      meta = JSON.parse(meta) as unknown;
    } catch {
      fields.fail('meta', 'must be JSON');
    }
  }
  const nested = isJson(meta) && isJson(meta.headers) ? meta.headers : meta;
  return readHeaders(fields, 'meta', nested);
};

/** Reads a registration; throws SandboxInputError naming the field. */
export const readRegistration = (
  value: unknown,
  defaults: CallbackDefaults,
): Omit<CallbackRegistration, 'id'> => {
  const fields = new Fields(value);
  const provider = fields.oneOf('provider', PROVIDERS);
  const common = {
    provider,
    account: fields.string('account'),
    stepMs: readStepMs(fields, 'stepMs') ?? defaults.stepMs,
    redelivery: readRedelivery(fields, 'redelivery', defaults.redelivery),
  };
  const headers = readHeaders(fields, 'headers', fields.any('headers'));
  const registration =
    provider === 'gupshup'
      ? {
          ...common,
          url: fields.url('url'),
          method: 'POST' as const,
          headers: { ...readMeta(fields), ...headers },
          events: fields.optionalListOf('modes', GUPSHUP_MODES) ?? DEFAULT_MODES,
          idStyle: fields.optionalOneOf('idStyle', ['uuid', 'wamid']) ?? 'uuid',
        }
      : readKaleyra(fields, { ...common, headers });
  fields.done();
  return registration;
};

const readKaleyra = (
  fields: Fields,
  common: Pick<CallbackRegistration, 'provider' | 'account' | 'stepMs' | 'redelivery' | 'headers'>,
): Omit<CallbackRegistration, 'id'> => {
  const phone = fields.optionalPhone('phone');
  return {
    ...common,
    ...(phone === undefined ? {} : { phone }),
    url: fields.url('url'),
    method: fields.optionalOneOf('method', ['POST', 'GET']) ?? 'POST',
    events: fields.optionalListOf('events', KALEYRA_EVENTS) ?? ['status', 'inbound'],
    idStyle: fields.optionalOneOf('idStyle', ['wamid', 'message-id']) ?? 'wamid',
  };
};
