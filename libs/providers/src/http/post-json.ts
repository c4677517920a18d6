import type { HttpService } from '@nestjs/axios';
import { Addresses } from './addresses.js';
import { encodeJson } from './encode-json.js';
import type { ExchangeListener, WireAnswer } from './exchange.js';
import { lost } from './lost.js';
import { replyOf } from './reply-of.js';
import { throughAxios } from './through-axios.js';
import { TransportError } from './transport-error.js';
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
    const { url, secrets } = request;
    const posted = new Posted({ url, secrets }, read, resolve, reject);
    posted.leave(wire, request, encoded(request));
  });
}

/** What is remembered of a request until it is answered: not its body, for what waits for a vendor grows old. */
type Asked = Pick<JsonRequest, 'url' | 'secrets'>;

/** A request that is on its way, and the promise that waits for it. */
class Posted implements ExchangeListener {
  #written = false;

  constructor(
    private readonly asked: Asked,
    private readonly read: (reply: VendorReply) => unknown,
    private readonly resolve: (result: unknown) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  leave(wire: Wire, { url, headers, signal }: JsonRequest, body: string): void {
    try {
      if (signal?.aborted) throw new TransportError('aborted', 'ABORT_ERR');
      const { origin, path } = addresses.of(url);
      wire({ origin, path, method: 'POST', headers: merged(headers), body, signal }, this);
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
    this.reject(lost(error, this.asked.url, this.#written));
  }
}

// Their names have no case, so that one in another would go out beside ours.
function merged(headers: JsonRequest['headers']): Record<string, string> {
  const all: Record<string, string> = { ...JSON_HEADERS };
  for (const name in headers) all[name.toLowerCase()] = headers[name]!;
  return all;
}

function encoded({ body, encode = encodeJson }: JsonRequest): string {
  return encode(body);
}

async function postThroughAxios(http: HttpService, request: JsonRequest): Promise<VendorReply> {
  const { url, signal, secrets } = request;
  const headers = merged(request.headers);
  const { answer, failure, written } = await throughAxios(http, {
    method: 'post',
    url,
    headers,
    data: encoded(request),
    signal,
  });
  if (answer) return replyOf(answer, secrets);
  throw lost(failure, url, written);
}
