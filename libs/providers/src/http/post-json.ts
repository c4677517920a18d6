import type { HttpService } from '@nestjs/axios';
import type { VendorReply } from './vendor-reply.js';

export interface JsonRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Posts JSON once and resolves with the answer, whatever its status.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export function postJson(_http: HttpService, _request: JsonRequest): Promise<VendorReply> {
  return Promise.reject(new Error('under construction'));
}
