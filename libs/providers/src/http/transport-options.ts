import type { EgressPolicy } from './egress-guard.js';

/** How requests leave the process. Every number is a whole one, and at least 1. */
export interface TransportOptions extends EgressPolicy {
  /**
   * Milliseconds to open a connection, TLS included.
   * @default 5000
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * Milliseconds for the whole exchange, waiting for a connection and for interceptors included.
   * @default 30000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Sockets per origin; further requests wait for one.
   * @default 256
   */
  readonly connections?: number | undefined;
}

/** The options with their defaults. */
export interface TransportSettings extends EgressPolicy {
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly connections: number;
}

const DEFAULTS = { connectTimeoutMs: 5_000, timeoutMs: 30_000, connections: 256 };
/** What a timer can wait; beyond, it would not wait at all. */
const MOST = 2 ** 31 - 1;

/**
 * The options with their defaults filled in.
 * @throws RangeError that names every wrong option, and no value
 */
export function readTransport({ allowPrivate, ...given }: TransportOptions): TransportSettings {
  const names = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];
  const wrong = names.filter((name) => given[name] !== undefined && !isCount(given[name]));
  if (wrong.length > 0) {
    const list = wrong.map(
      (name) =>
        `\n  - Option ${name} must be a whole number from 1 to ${MOST}; leave it out for ${DEFAULTS[name]}.`,
    );
    throw new RangeError(`The transport cannot be configured:${list.join('')}`);
  }
  const {
    connectTimeoutMs = DEFAULTS.connectTimeoutMs,
    timeoutMs = DEFAULTS.timeoutMs,
    connections = DEFAULTS.connections,
  } = given;
  return { allowPrivate, connectTimeoutMs, timeoutMs, connections };
}

function isCount(value: number | undefined): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST;
}
