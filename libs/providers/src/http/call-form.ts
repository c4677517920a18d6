import type { HttpService } from '@nestjs/axios';
import { lost } from './lost.js';
import { replyOf } from './reply-of.js';
import { throughAxios } from './through-axios.js';
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

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Calls once, through the egress guard, and resolves with the answer, whatever its status.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export async function callForm(http: HttpService, call: FormCall): Promise<VendorReply> {
  const { method, url, form, secrets } = call;
  const { answer, failure, written } = await throughAxios(http, {
    method,
    url,
    headers: { accept: 'application/json', ...call.headers, ...(form && FORM_TYPE) },
    data: form ? new URLSearchParams(form).toString() : null,
  });
  if (answer) return replyOf(answer, secrets);
  throw lost(failure, url, written);
}
