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

/** When an exchange is cut short, and who hears of its first byte. */
export interface ExchangeOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called just before the first byte of the request is written. */
  readonly onWrite?: () => void;
}

/**
 * One request and its answer. Written as a dispatch handler because only there can one see the moment at which
 * the request goes to a socket; what fails before it was not sent, what fails after it may have been.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<WireAnswer>;
  readonly #options: ExchangeOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = () => this.#cut(new TransportError('aborted', 'ABORT_ERR'));
  #resolve!: (answer: WireAnswer) => void;
  #reject!: (error: Error) => void;
  #controller?: Dispatcher.DispatchController;
  #over = false;
  #head?: Pick<WireAnswer, 'status' | 'statusText' | 'headers'>;
  readonly #chunks: Buffer[] = [];

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(
      () => this.#cut(new TransportError('timeout', 'ETIMEDOUT')),
      options.timeoutMs,
    );
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Over already (timed out in the queue), or about to be written a second time: the one request is the last.
    if (this.#over || this.#controller) {
      controller.abort(new TransportError('aborted', 'NOT_WRITTEN'));
      return;
    }
    this.#controller = controller;
    this.#options.onWrite?.();
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
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const head = this.#head;
    if (this.#over || !head) return;
    this.#finish();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#resolve({ ...head, text: body.toString('utf8') });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#over) return;
    this.#finish();
    this.#reject(this.#explain(error));
  }

  #explain(error: Error & { code?: string }): TransportError {
    if (error instanceof TransportError) return error;
    if (error instanceof EgressRefused) return new TransportError('egress', error.message);
    const reason = error.code ?? error.name;
    return new TransportError(this.#controller ? 'broken' : 'connect', reason);
  }

  #cut(error: TransportError): void {
    if (this.#over) return;
    this.#finish();
    this.#controller?.abort(error);
    this.#reject(error);
  }

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }
}
