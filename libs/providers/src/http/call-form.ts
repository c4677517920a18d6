import type { HttpService } from '@nestjs/axios';
import type { AxiosResponse } from 'axios';
import { ProviderError } from '../provider-error.js';
import type { WireAnswer } from './exchange.js';
import { replyOf } from './reply-of.js';
import { TransportError } from './transport-error.js';
import { transportOf } from './transport.js';
import type { VendorReply } from './vendor-reply.js';

/** A call of a vendor's management API, which takes forms. */
export interface FormCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  /** What must never come back in an error, should the vendor echo it. */
  readonly secrets: readonly string[];
}

/**
 * Calls once, through the egress guard, and resolves with the answer, whatever its status.
 * @throws ProviderError where there is no whole answer
 */
export async function callForm(http: HttpService, call: FormCall): Promise<VendorReply> {
  const { method, url, headers, form, secrets } = call;
  try {
    const response: AxiosResponse<string> = await http.axiosRef.request({
      method,
      url,
      headers: { ...headers, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) },
      data: form ? new URLSearchParams(form).toString() : null,
      adapter: transportOf(http),
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
    });
    const { status, data: text } = response;
    return replyOf({ status, headers: response.headers as WireAnswer['headers'], text }, secrets);
  } catch (error) {
    throw lost(error, url);
  }
}

// Never the error itself: it holds the request with its credentials.
function lost(error: unknown, url: string): ProviderError {
  const reason = error instanceof TransportError ? error.reason : 'no answer';
  const isRefused = error instanceof TransportError && error.failure === 'egress';
  return new ProviderError(`The request to ${new URL(url).origin} has no answer (${reason}).`, {
    code: isRefused ? 'unauthorized' : 'unavailable',
    mayHaveBeenSent: true,
  });
}
