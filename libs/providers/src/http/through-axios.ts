import type { HttpService } from '@nestjs/axios';
import {
  Axios,
  type AxiosAdapter,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import type { WireAnswer } from './exchange.js';
import { nameOf } from './lost.js';
import { TransportError } from './transport-error.js';
import { settingsOf, transportOf } from './transport.js';

/** A request with its body encoded. */
export interface AxiosCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** How a request through axios ended. */
export interface AxiosEnd {
  /** What the vendor said, before any interceptor saw it. */
  readonly answer?: Pick<WireAnswer, 'status' | 'headers' | 'text'> | undefined;
  /** Why there is no answer, where there is none. */
  readonly failure?: TransportError | undefined;
  /** Whether a byte of it was written. */
  readonly written: boolean;
}

const AS_IS = [(data: unknown) => data];

/**
 * Asks once, whatever the interceptors of `http` do, and ends in the time of its transport, whatever they leave undone.
 * Never rejects.
 */
export async function throughAxios(
  http: HttpService,
  { signal, ...call }: AxiosCall,
): Promise<AxiosEnd> {
  const transport = transportOf(http);
  const use = new OneUse(transport);
  if (signal?.aborted) return use.end(new TransportError('aborted', 'ABORT_ERR'));
  const asked = clientOf(http, use.adapt).request({
    ...call,
    signal: use.signal,
    // The body is encoded and parsed elsewhere, once; axios would look at it twice more.
    transformRequest: AS_IS,
    transformResponse: AS_IS,
  });
  return use.end(await failureOf(asked, settingsOf(transport).timeoutMs, signal));
}

/** A client with the interceptors of `http` and none of its defaults, whose adapter no interceptor can change. */
function clientOf(http: HttpService, adapter: AxiosAdapter): Axios {
  const { defaults, interceptors } = http.axiosRef;
  // In which order interceptors are asked is a matter of theirs.
  const client = new Axios({ transitional: defaults.transitional });
  const fulfilled = (config: InternalAxiosRequestConfig) => Object.assign(config, { adapter });
  const putBack = { fulfilled, synchronous: true };
  // After each, and not after all: where a synchronous one throws, axios may go on with what those before it made.
  const theirs = interceptors.request.handlers ?? [];
  client.interceptors.request.handlers = [putBack, ...theirs.flatMap((each) => [each, putBack])];
  client.interceptors.response = interceptors.response;
  return client;
}

/** What it fails with; a TransportError where it has not ended in time, or before it was aborted. */
function failureOf(
  asked: Promise<unknown>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (failure?: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      resolve(failure);
    };
    const timer = setTimeout(() => end(new TransportError('timeout', 'ETIMEDOUT')), timeoutMs);
    const onAbort = () => end(new TransportError('aborted', 'ABORT_ERR'));
    signal?.addEventListener('abort', onAbort, { once: true });
    asked.then(() => end(), end);
  });
}

/** The one use of a transport that a request has, and what came of it before any interceptor saw it. */
class OneUse {
  readonly #abort = new AbortController();
  #answer: AxiosEnd['answer'];
  #failure: unknown;
  #written = false;
  #used = false;

  constructor(private readonly transport: AxiosAdapter) {}

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  // What it depends on is set here, for an interceptor may have left it out.
  readonly adapt: AxiosAdapter = async (config) => {
    if (this.#used) throw new TransportError('aborted', 'ASKED_AGAIN');
    this.#used = true;
    try {
      const onWrite = () => void (this.#written = true);
      const ours = { signal: this.#signalWith(config), onWrite, validateStatus: null };
      const response = (await this.transport({ ...config, ...ours })) as AxiosResponse<string>;
      const { status, headers, data: text } = response;
      this.#answer = { status, headers: headers as WireAnswer['headers'], text };
      return response;
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  };

  /** How it ended, given what axios failed with, or why it was not waited for. From now on nothing is written. */
  end(given: unknown): AxiosEnd {
    this.#used = true;
    const written = this.#written;
    if (this.#answer) return { answer: this.#answer, written };
    this.#abort.abort();
    return { failure: explain(this.#failure ?? given, written), written };
  }

  #signalWith({ signal }: InternalAxiosRequestConfig): AbortSignal {
    if (!signal || signal === this.signal) return this.signal;
    return AbortSignal.any([this.signal, signal as AbortSignal]);
  }
}

// What is not the transport's own comes from an interceptor.
function explain(failure: unknown, written: boolean): TransportError {
  if (failure instanceof TransportError) return failure;
  if (written) return new TransportError('broken', nameOf(failure));
  const isThrown = failure !== undefined;
  const what = isThrown ? `threw (${nameOf(failure)})` : 'answered in place of the vendor';
  return new TransportError('interceptor', what);
}
