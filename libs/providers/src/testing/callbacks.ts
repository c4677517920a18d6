import type { Callback } from '../provider.js';

/** The callback with its header names spelled another way. */
export function withHeaderNames(callback: Callback, rename: (name: string) => string): Callback {
  const headers = Object.entries(callback.headers).map(([name, value]) => [rename(name), value]);
  return { ...callback, headers: Object.fromEntries(headers) as Callback['headers'] };
}

/** The body parsed; undefined where it is no JSON. */
export function jsonOf({ body }: Callback): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
