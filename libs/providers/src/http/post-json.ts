import type { HttpService } from '@nestjs/axios';
import type { AxiosAdapter, AxiosResponse } from 'axios';
import { ProviderError } from '../provider-error.js';
import { asObject } from '../json.js';
import { encodeJson } from './encode-json.js';
import { strikeOut } from './strike-out.js';
import { TransportError, type TransportFailure } from './transport-error.js';
import { transportOf } from './transport.js';
import type { JsonObject, VendorReply } from './vendor-reply.js';

/** A JSON body for a vendor, and where it goes. */
export interface JsonRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What must never come back in an error, should the vendor echo it. */
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal;
}

const CODE_OF = {
  connect: 'unavailable',
  egress: 'unauthorized',
  timeout: 'timeout',
  aborted: 'timeout',
  broken: 'unavailable',
} as const satisfies Record<TransportFailure, string>;

const AS_IS = [(data: unknown) => data];

/**
 * Posts JSON once and resolves with the answer, whatever its status and whatever the interceptors of `http` make of
 * it: they may add to the request and look at the answer, but not change what the vendor said, nor ask again.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export async function postJson(http: HttpService, request: JsonRequest): Promise<VendorReply> {
  const data = encodeJson(request.body);
  const handOver = new HandOver(transportOf(http), request.secrets);
  let failure: unknown;
  try {
    await http.axiosRef.request<string>({
      method: 'post',
      url: request.url,
      headers: { 'content-type': 'application/json', ...request.headers },
      data,
      signal: request.signal,
      adapter: handOver.adapter,
      onWrite: handOver.onWrite,
      // The body is encoded and parsed here, once; axios would look at it twice more.
      transformRequest: AS_IS,
      transformResponse: AS_IS,
      validateStatus: () => true,
    });
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

  constructor(
    private readonly transport: AxiosAdapter,
    private readonly secrets: readonly string[],
  ) {}

  readonly onWrite = (): void => {
    this.written = true;
  };

  readonly adapter: AxiosAdapter = async (config) => {
    if (this.#used) throw new TransportError('aborted', 'ASKED_AGAIN');
    this.#used = true;
    try {
      const response = (await this.transport(config)) as AxiosResponse<string>;
      this.reply = toReply(response, this.secrets);
      return response;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  };
}

function toReply(response: AxiosResponse<string>, secrets: readonly string[]): VendorReply {
  const text = strikeOut(response.data, secrets);
  return {
    status: response.status,
    headers: response.headers as VendorReply['headers'],
    text,
    body: parseObject(text),
  };
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
