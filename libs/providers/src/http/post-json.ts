import type { HttpService } from '@nestjs/axios';
import type { AxiosResponse } from 'axios';
import { ProviderError } from '../provider-error.js';
import { TransportError, type TransportFailure } from './transport-error.js';
import { transportOf } from './transport.js';
import type { JsonObject, VendorReply } from './vendor-reply.js';

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
 * Posts JSON once and resolves with the answer, whatever its status.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export async function postJson(http: HttpService, request: JsonRequest): Promise<VendorReply> {
  let written = false;
  try {
    const response = await http.axiosRef.request<string>({
      method: 'post',
      url: request.url,
      headers: { 'content-type': 'application/json', ...request.headers },
      data: JSON.stringify(request.body),
      signal: request.signal,
      adapter: transportOf(http),
      onWrite: () => {
        written = true;
      },
      // The body is encoded and parsed here, once; axios would look at it twice more.
      transformRequest: AS_IS,
      transformResponse: AS_IS,
      validateStatus: () => true,
    });
    return toReply(response, request.secrets);
  } catch (error) {
    throw lost(error, written, request);
  }
}

function toReply(response: AxiosResponse<string>, secrets: readonly string[]): VendorReply {
  const text = scrub(response.data, secrets);
  return {
    status: response.status,
    headers: response.headers as VendorReply['headers'],
    text,
    body: parseObject(text),
  };
}

function scrub(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (clean, secret) => (clean.includes(secret) ? clean.replaceAll(secret, '[secret]') : clean),
    text,
  );
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
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
