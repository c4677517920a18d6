import type { HttpService } from '@nestjs/axios';
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import type { WireAnswer } from './exchange.js';
import { TransportError } from './transport-error.js';
import { transportOf } from './transport.js';

/** A request with its body encoded. */
export interface AxiosPost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
  readonly signal?: AbortSignal | undefined;
}

/** How a request through axios ended. */
export interface AxiosEnd {
  /** What the vendor said, before any interceptor saw it. */
  readonly answer?: Pick<WireAnswer, 'status' | 'headers' | 'text'> | undefined;
  /** Why there is no answer. */
  readonly failure?: unknown;
  /** Whether a byte of it was written. */
  readonly written: boolean;
}

const AS_IS = [(data: unknown) => data];

/** Posts once, whatever the interceptors of `http` do. Never rejects. */
export async function throughAxios(http: HttpService, post: AxiosPost): Promise<AxiosEnd> {
  const use = new OneUse(transportOf(http));
  let failure: unknown;
  try {
    await http.axiosRef.request<string>({
      method: 'post',
      ...post,
      adapter: (config) => use.adapt(config),
      onWrite: () => (use.written = true),
      // The body is encoded and parsed elsewhere, once; axios would look at it twice more.
      transformRequest: AS_IS,
      transformResponse: AS_IS,
      validateStatus: () => true,
    });
  } catch (error) {
    failure = error;
  }
  return { answer: use.answer, failure: use.failure ?? failure, written: use.written };
}

/** The one use of a transport that a request has, and what came of it before any interceptor saw it. */
class OneUse {
  answer?: AxiosEnd['answer'];
  failure?: unknown;
  written = false;
  #used = false;

  constructor(private readonly transport: AxiosAdapter) {}

  async adapt(config: InternalAxiosRequestConfig): Promise<AxiosResponse<string>> {
    if (this.#used) throw new TransportError('aborted', 'ASKED_AGAIN');
    this.#used = true;
    try {
      const response = (await this.transport(config)) as AxiosResponse<string>;
      const { status, headers, data: text } = response;
      this.answer = { status, headers: headers as WireAnswer['headers'], text };
      return response;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
