import { isJson, type Json } from '../fields.js';
import { kaleyraVariables } from '../kaleyra/kaleyra-variables.js';
import type { CallbackRegistration } from './registration.js';

/** A callback as it goes over the wire. */
export interface CallbackRequest {
  readonly method: 'POST' | 'GET';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

const AGENT = { 'user-agent': 'waypost-sandbox' };

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The value at a dotted path such as `extra_info.ref` or `meta_object.value.statuses.0.id`. */
const at = (payload: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)] as unknown;
    return isJson(value) ? value[key] : undefined;
  }, payload);

/** Fills a profile's `<placeholders>`; a value that the event does not have becomes an empty text. */
const fill = (url: string, payload: Json, variables: Record<string, string>): string =>
  url.replace(/(?:<|%3C)([\w.]+)(?:>|%3E)/gi, (_, name: string) =>
    encodeURIComponent(variables[name] ?? textOf(at(payload, name))),
  );

const asQuery = (url: string, payload: Json): string => {
  const variables = kaleyraVariables(payload);
  if (/<|%3C/i.test(url)) return fill(url, payload, variables);
  const target = new URL(url);
  for (const [name, value] of Object.entries(variables)) target.searchParams.append(name, value);
  return target.href;
};

/** Puts a callback's payload where the registration wants it: a JSON body, or the query of a GET. */
export const callbackRequest = (
  { method, url, headers }: CallbackRegistration,
  payload: Json,
): CallbackRequest =>
  method === 'GET'
    ? { method, url: asQuery(url, payload), headers: { ...AGENT, ...headers } }
    : {
        method,
        url,
        headers: { ...AGENT, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(payload),
      };
