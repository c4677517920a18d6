import type { HttpService } from '@nestjs/axios';
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { ProviderError } from '../provider-error.js';
import { asObject } from '../json.js';
import { encodeJson } from './encode-json.js';
import { strikeOut } from './strike-out.js';
import { TransportError, type TransportFailure } from './transport-error.js';
import { bareWireOf, transportOf, type Wire } from './transport.js';
import type { JsonObject, VendorReply } from './vendor-reply.js';

/** A JSON body for a vendor, and where it goes. */
export interface JsonRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What must never come back in an error, should the vendor echo it. */
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const CODE_OF = {
  connect: 'unavailable',
  egress: 'unauthorized',
  timeout: 'timeout',
  aborted: 'timeout',
  broken: 'unavailable',
} as const satisfies Record<TransportFailure, string>;

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const AS_IS = [(data: unknown) => data];

/**
 * Posts JSON once and resolves with the answer, whatever its status and whatever the interceptors of `http` make of
 * it: they may add to the request and look at the answer, but not change what the vendor said, nor ask again.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export async function postJson(http: HttpService, request: JsonRequest): Promise<VendorReply> {
  const data = encodeJson(request.body);
  const handOver = new HandOver(request.secrets);
  const wire = bareWireOf(http);
  let failure: unknown;
  try {
    // Merging its configuration is what axios costs; it is asked only where an interceptor wants to be.
    if (wire) await handOver.through(wire, request, data);
    else await handOver.throughAxios(http, request, data);
  } catch (error) {
    failure = error;
  }
  if (handOver.reply) return handOver.reply;
  throw lost(handOver.failure ?? failure, handOver.written, request);
}

/** The one use of a transport that a request has, and what came of it before any interceptor saw it. */
class HandOver {
  reply?: VendorReply;
  failure?: unknown;
  written = false;
  #used = false;

  constructor(private readonly secrets: readonly string[]) {}

  readonly onWrite = (): void => {
    this.written = true;
  };

  async through(wire: Wire, { url, headers, signal }: JsonRequest, body: string): Promise<void> {
    signal?.throwIfAborted();
    const {
      status,
      headers: answered,
      text,
    } = await wire({
      url,
      method: 'POST',
      headers: { ...JSON_HEADERS, ...headers },
      body,
      signal,
      onWrite: this.onWrite,
    });
    this.#keep(status, answered as VendorReply['headers'], text);
  }

  async throughAxios(
    http: HttpService,
    { url, headers, signal }: JsonRequest,
    data: string,
  ): Promise<void> {
    await http.axiosRef.request<string>({
      method: 'post',
      url,
      headers: { ...JSON_HEADERS, ...headers },
      data,
      signal,
      adapter: (config) => this.#adapt(transportOf(http), config),
      onWrite: this.onWrite,
      // The body is encoded and parsed here, once; axios would look at it twice more.
      transformRequest: AS_IS,
      transformResponse: AS_IS,
      validateStatus: () => true,
    });
  }

  async #adapt(
    transport: AxiosAdapter,
    config: InternalAxiosRequestConfig,
  ): Promise<AxiosResponse<string>> {
    if (this.#used) throw new TransportError('aborted', 'ASKED_AGAIN');
    this.#used = true;
    try {
      const response = (await transport(config)) as AxiosResponse<string>;
      this.#keep(response.status, response.headers as VendorReply['headers'], response.data);
      return response;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  #keep(status: number, headers: VendorReply['headers'], raw: string): void {
    const text = strikeOut(raw, this.secrets);
    this.reply = { status, headers, text, body: parseObject(text) };
  }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return asObject(value);
  } catch {
    return undefined;
  }
}

function lost(error: unknown, written: boolean, { url, signal }: JsonRequest): ProviderError {
  const failure = failureOf(error, written, signal);
  const reason = error instanceof TransportError ? error.reason : nameOf(error);
  const origin = URL.canParse(url) ? new URL(url).origin : 'the configured address';
  const outcome = written ? 'It may have been sent.' : 'Nothing was sent.';
  return new ProviderError(
    `The request to ${origin} has no answer (${failure}: ${reason}). ${outcome}`,
    {
      code: CODE_OF[failure],
      mayHaveBeenSent: written,
      scope: failure === 'egress' ? 'sender' : undefined,
    },
  );
}

// Axios turns an abort into an error of its own. What else an interceptor or a malformed URL throws is not ours to read further: it may hold the request.
function failureOf(error: unknown, written: boolean, signal?: AbortSignal): TransportFailure {
  if (error instanceof TransportError) return error.failure;
  return written && !signal?.aborted ? 'broken' : 'aborted';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
