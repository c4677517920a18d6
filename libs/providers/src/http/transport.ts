import { HttpService } from '@nestjs/axios';
import axios, {
  Axios,
  AxiosError,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { Agent } from 'undici';
import { addressOf, type Address } from './addresses.js';
import { guardedConnector } from './egress-guard.js';
import { Exchange, type ExchangeListener, type WireAnswer } from './exchange.js';
import {
  readTransport,
  type TransportOptions,
  type TransportSettings,
} from './transport-options.js';

export type { TransportOptions } from './transport-options.js';

declare module 'axios' {
  interface AxiosRequestConfig {
    /** Called just before the first byte of the request is written. Read by Waypost's transport only. */
    onWrite?: () => void;
  }
}

/** A request as it goes on the wire. */
export interface WireRequest extends Address {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  readonly signal?: AbortSignal | undefined;
}

/** Sends one request, once, and tells how it ends. */
export type Wire = (request: WireRequest, listener: ExchangeListener) => void;

const MAX_ANSWER_BYTES = 1024 * 1024;
const wires = new WeakMap<AxiosAdapter, Wire>();
const madeWith = new WeakMap<AxiosAdapter, TransportSettings>();

function createWire(settings: TransportSettings): Wire {
  const { timeoutMs, connectTimeoutMs, connections } = settings;
  const agent = new Agent({
    connect: guardedConnector(settings, connectTimeoutMs),
    connections,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_ANSWER_BYTES,
  });
  return ({ origin, path, method, headers, body, signal }, listener) => {
    const exchange = new Exchange(listener, { timeoutMs, signal });
    agent.dispatch({ origin, path, method, headers, body }, exchange);
  };
}

/**
 * An axios adapter on undici: pooled sockets that are closed before a vendor's idle time, no pipelining,
 * no redirects, no proxy, no retry, and the egress guard at connect. Measured, it costs about a fifth of the
 * CPU of axios' own transport (docs/benchmarks.md).
 * @throws RangeError for options that it cannot have
 */
export function createTransport(options: TransportOptions = {}): AxiosAdapter {
  const settings = readTransport(options);
  const wire = createWire(settings);
  const transport: AxiosAdapter = async (config) => {
    const { text, ...head } = await new Promise<WireAnswer>((onAnswer, onFailure) =>
      wire(requestOf(config), { onWrite: config.onWrite, onAnswer, onFailure }),
    );
    return settle({ ...head, data: text, config } as AxiosResponse<string>, config);
  };
  wires.set(transport, wire);
  madeWith.set(transport, settings);
  return transport;
}

// The defaults of axios are in the configuration already, where it is to have them.
const bare = new Axios();

function requestOf(config: InternalAxiosRequestConfig): WireRequest {
  return {
    ...addressOf(bare.getUri(config)),
    method: (config.method ?? 'get').toUpperCase(),
    headers: config.headers.toJSON() as Record<string, string>,
    body: config.data as string | Buffer | null,
    signal: config.signal as AbortSignal | undefined,
  };
}

// Axios leaves it to the adapter to turn a status that the caller does not want into an error.
function settle(
  response: AxiosResponse<string>,
  config: InternalAxiosRequestConfig,
): AxiosResponse<string> {
  if (!config.validateStatus || config.validateStatus(response.status)) return response;
  const message = `Request failed with status code ${response.status}`;
  throw new AxiosError(message, AxiosError.ERR_BAD_RESPONSE, config, null, response);
}

/**
 * Nest's HttpService on Waypost's transport. A send asks the interceptors set on its `axiosRef`, which may add to the
 * request; the defaults of axios it does not read, nor another adapter that an interceptor sets.
 * @throws RangeError for options that it cannot have
 */
export function createHttp(options: TransportOptions = {}): HttpService {
  return new HttpService(axios.create({ adapter: createTransport(options) }));
}

let strict: AxiosAdapter | undefined;

/**
 * The transport to use for a request through `http`: its own where it is ours, else a strict one. So the egress
 * guard, the timeouts and what is known about a lost request never depend on which HttpService a caller brings.
 */
export function transportOf(http: HttpService): AxiosAdapter {
  const own = http.axiosRef.defaults.adapter;
  if (typeof own === 'function' && wires.has(own)) return own;
  return (strict ??= createTransport());
}

/** How that transport was made. */
export function settingsOf(transport: AxiosAdapter): TransportSettings {
  return madeWith.get(transport) ?? readTransport({});
}

/** The wire below that transport, where nobody has set an interceptor on `http`: then axios has nothing to do. */
export function bareWireOf(http: HttpService): Wire | undefined {
  const { request, response } = http.axiosRef.interceptors;
  const isBare = request.handlers?.length === 0 && response.handlers?.length === 0;
  return isBare ? wires.get(transportOf(http)) : undefined;
}
