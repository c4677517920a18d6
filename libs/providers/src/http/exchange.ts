import type { Dispatcher } from 'undici';
import { EgressRefused } from './egress-guard.js';
import { TransportError } from './transport-error.js';

/** An answer as it came off the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Who hears of an exchange: of its first byte, and once of its end. */
export interface ExchangeListener {
  /** Called just before the first byte of the request is written. */
  readonly onWrite?: (() => void) | undefined;
  readonly onAnswer: (answer: WireAnswer) => void;
  /** There is no whole answer. */
  readonly onFailure: (error: TransportError) => void;
}

/** When an exchange is cut short. */
export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const UNWRITABLE: ReadonlySet<string> = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
]);

/**
 * One request and its answer. Written as a dispatch handler because only there can one see the moment at which
 * the request goes to a socket; what fails before it was not sent, what fails after it may have been. It holds as
 * little as it can, and nothing of the answer once it is over: what waits for a vendor grows old, and old objects keep
 * alive what they refer to.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort: (() => void) | undefined;
  #controller?: Dispatcher.DispatchController;
  #over = false;
  #head: Omit<WireAnswer, 'text'> | undefined;
  #body: Buffer | undefined;
  #rest: Buffer[] | undefined;

  constructor(
    private readonly listener: ExchangeListener,
    private readonly limits: ExchangeLimits,
  ) {
    this.#timer = setTimeout(
      () => this.#cut(new TransportError('timeout', 'ETIMEDOUT')),
      limits.timeoutMs,
    );
    if (!limits.signal) return;
    this.#onAbort = () => this.#cut(new TransportError('aborted', 'ABORT_ERR'));
    limits.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Over already (timed out in the queue), or about to be written a second time: the one request is the last.
    if (this.#over || this.#controller) {
      controller.abort(new TransportError('aborted', 'NOT_WRITTEN'));
      return;
    }
    this.#controller = controller;
    this.listener.onWrite?.();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText = '',
  ): void {
    this.#head = { status, statusText, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Nearly every answer is one chunk.
    if (this.#body) (this.#rest ??= []).push(chunk);
    else this.#body = chunk;
  }

  onResponseEnd(): void {
    const head = this.#head;
    if (this.#over || !head) return;
    const text = this.#text();
    this.#finish();
    this.listener.onAnswer({ ...head, text });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#over) return;
    const explained = this.#explain(error);
    this.#finish();
    this.listener.onFailure(explained);
  }

  #text(): string {
    const body = this.#body;
    if (!body) return '';
    return (this.#rest ? Buffer.concat([body, ...this.#rest]) : body).toString('utf8');
  }

  #explain(error: Error & { code?: string }): TransportError {
    if (error instanceof TransportError) return error;
    if (error instanceof EgressRefused) return new TransportError('egress', error.reason);
    const reason = error.code ?? error.name;
    if (this.#controller) return new TransportError('broken', reason);
    // What is said of a request that cannot be written names the header, and no value.
    if (UNWRITABLE.has(reason)) return new TransportError('request', error.message);
    return new TransportError('connect', reason);
  }

  #cut(error: TransportError): void {
    if (this.#over) return;
    this.#finish();
    this.#controller?.abort(error);
    this.listener.onFailure(error);
  }

  #finish(): void {
    this.#over = true;
    this.#head = undefined;
    this.#body = undefined;
    this.#rest = undefined;
    clearTimeout(this.#timer);
    if (this.#onAbort) this.limits.signal?.removeEventListener('abort', this.#onAbort);
  }
}
