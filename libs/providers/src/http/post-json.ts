import type { HttpService } from '@nestjs/axios';
import { ProviderError } from '../provider-error.js';
import { Addresses } from './addresses.js';
import { encodeJson } from './encode-json.js';
import type { ExchangeListener, WireAnswer } from './exchange.js';
import { replyOf } from './reply-of.js';
import { throughAxios } from './through-axios.js';
import { TransportError, type TransportFailure } from './transport-error.js';
import { bareWireOf, type Wire } from './transport.js';
import type { VendorReply } from './vendor-reply.js';

/** A JSON body for a vendor, and where it goes. */
export interface JsonRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /**
   * How the body becomes JSON. Throws nothing but a ProviderError that says that nothing was sent.
   * @default encodeJson
   */
  readonly encode?: ((body: unknown) => string) | undefined;
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

const addresses = new Addresses();

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

/**
 * Posts JSON once and resolves with the answer, or with what `read` makes of it, whatever its status and whatever the
 * interceptors of `http` make of it: they may add to the request and look at the answer, but not change what the vendor
 * said, nor ask again. An answer that is read at once is not kept beyond that.
 * @throws ProviderError where there is no whole answer; `mayHaveBeenSent` says whether a byte was written
 */
export function postJson(http: HttpService, request: JsonRequest): Promise<VendorReply>;
export function postJson<Result>(
  http: HttpService,
  request: JsonRequest,
  read: (reply: VendorReply) => Result,
): Promise<Result>;
export function postJson(
  http: HttpService,
  request: JsonRequest,
  read: (reply: VendorReply) => unknown = (reply) => reply,
): Promise<unknown> {
  const wire = bareWireOf(http);
  // Merging its configuration is what axios costs; it is asked only where an interceptor wants to be.
  if (!wire) return postThroughAxios(http, request).then(read);
  return new Promise((resolve, reject) => {
    const { url, secrets, signal } = request;
    const posted = new Posted({ url, secrets, signal }, read, resolve, reject);
    posted.leave(wire, request.headers, encoded(request));
  });
}

/** What is remembered of a request until it is answered: not its body, for what waits for a vendor grows old. */
type Asked = Pick<JsonRequest, 'url' | 'secrets' | 'signal'>;

/** A request that is on its way, and the promise that waits for it. */
class Posted implements ExchangeListener {
  #written = false;

  constructor(
    private readonly asked: Asked,
    private readonly read: (reply: VendorReply) => unknown,
    private readonly resolve: (result: unknown) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  leave(wire: Wire, headers: JsonRequest['headers'], body: string): void {
    const { url, signal } = this.asked;
    try {
      signal?.throwIfAborted();
      const { origin, path } = addresses.of(url);
      const all = { ...JSON_HEADERS, ...headers };
      wire({ origin, path, method: 'POST', headers: all, body, signal }, this);
    } catch (error) {
      this.onFailure(error);
    }
  }

  onWrite(): void {
    this.#written = true;
  }

  onAnswer(answer: WireAnswer): void {
    try {
      this.resolve(this.read(replyOf(answer, this.asked.secrets)));
    } catch (error) {
      this.reject(error);
    }
  }

  onFailure(error: unknown): void {
    this.reject(lost(error, this.#written, this.asked));
  }
}

function encoded({ body, encode = encodeJson }: JsonRequest): string {
  return encode(body);
}

async function postThroughAxios(http: HttpService, request: JsonRequest): Promise<VendorReply> {
  const { url, signal, secrets } = request;
  const headers = { ...JSON_HEADERS, ...request.headers };
  const { answer, failure, written } = await throughAxios(http, {
    url,
    headers,
    data: encoded(request),
    signal,
  });
  if (answer) return replyOf(answer, secrets);
  throw lost(failure, written, request);
}

function lost(error: unknown, written: boolean, { url, signal }: Asked): ProviderError {
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
