import { htmlAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Begin, CallbackScheduler } from '../callbacks/callback-scheduler.js';
import type { FaultDraw } from '../faults/fault-draw.js';
import type { FaultRules } from '../faults/fault-rules.js';
import type { AnswerFault } from '../faults/fault.js';
import { digitsOf } from '../fields.js';
import type { Cut, MessageEntry, MessageLog } from '../log/message-log.js';
import type { Pauses } from '../pauses.js';
import type { AcceptedMessage, Refusal, Submission, Vendor } from '../vendor.js';
import { readBody, recipientIn } from './body-reader.js';
import { documentedAnswer, httpFaultAnswer, metaErrorAnswer } from './faulty-answer.js';
import { cutOff, writeAnswer, writeHalf, type Wire } from './wire.js';

/** What every exchange with a vendor needs. */
export interface ExchangeSurroundings {
  readonly log: MessageLog;
  readonly faults: FaultRules;
  readonly callbacks: CallbackScheduler;
  readonly pauses: Pauses;
  readonly now: () => number;
  /** The longest body that is read, in bytes. */
  readonly bodyLimit: number;
}

const TOO_LARGE: Answer = {
  ...jsonAnswer(413, { message: 'Payload Too Large' }),
  headers: { connection: 'close' },
};

/** Whether the vendor took the message where the fault does not say: what is lost or mangled on the way back was taken. */
const TAKEN: Readonly<Record<AnswerFault['kind'], boolean>> = {
  error: false,
  http: false,
  'meta-error': false,
  'reset-before-read': false,
  'reset-after-read': true,
  'close-after-read': true,
  'no-answer': true,
  html: true,
  'truncated-json': true,
  'cut-answer': true,
  'no-id': true,
  slow: true,
};

/** The vendor's refusal as it words it; our own words go into a header that no vendor sends. */
const refusalAnswer = ({ refused, because }: Refusal): Answer => ({
  ...documentedAnswer(refused),
  headers: { 'x-sandbox-reason': because },
});

/** One request to a vendor, from its first byte to its answer or to whatever comes instead of one. */
export class VendorExchange {
  readonly #entry: MessageEntry;
  readonly #draw: FaultDraw;

  constructor(
    private readonly around: ExchangeSurroundings,
    private readonly vendor: Vendor,
    private readonly params: Readonly<Record<string, string>>,
    private readonly wire: Wire,
  ) {
    const { log, faults, now } = around;
    const account = vendor.accountIn(params);
    this.#entry = log.open({
      provider: vendor.provider,
      account,
      method: wire.request.method ?? '',
      path: wire.request.url ?? '',
      headers: wire.request.headers,
      receivedAt: now(),
    });
    this.#draw = faults.draw(vendor.provider, account);
  }

  /** Resolves when the answer was handed to the socket, or when there will be none. */
  async run(): Promise<void> {
    if (this.#isResetBeforeRead()) return this.#cut('reset-before-read');
    const { request } = this.wire;
    const { bodyLimit, log, now } = this.around;
    const read = await readBody(request, bodyLimit, (beginning) => this.#peek(beginning));
    if (read.end !== 'whole') return this.#unread(read.end);
    const body = log.read(this.#entry, read.bytes, now());
    const checked = this.vendor.check({ params: this.params, headers: request.headers, body });
    this.#note(checked);
    this.#draw.recipient(checked.to ?? '');
    await this.#conclude(checked);
  }

  #unread(end: 'stopped' | 'aborted' | 'too large'): void {
    if (end === 'too large') return this.#answer(TOO_LARGE);
    this.#cut(end === 'stopped' ? 'reset-before-read' : 'client-closed');
  }

  /** The recipient stands in the body; its first bytes tell whether the rest may be read. */
  #peek(beginning: Buffer): 'more' | 'done' | 'stop' {
    const recipient = recipientIn(beginning);
    if (recipient === undefined) return 'more';
    const to = digitsOf(recipient);
    this.#draw.recipient(to);
    if (!this.#isResetBeforeRead()) return 'done';
    this.#entry.to = to;
    return 'stop';
  }

  #isResetBeforeRead(): boolean {
    return this.#draw.answer?.kind === 'reset-before-read';
  }

  #note(checked: Refusal | Submission): void {
    const { to, type } = checked;
    if (to !== undefined && to !== '') this.#entry.to = to;
    if (type !== undefined && type !== '') this.#entry.type = type;
    if ('refused' in checked) this.#entry.refusedBecause = checked.because;
  }

  /** A fault comes before the vendor's own refusal, and strikes right and wrong requests alike. */
  async #conclude(checked: Refusal | Submission): Promise<void> {
    const fault = this.#draw.answer;
    const struck = [fault, ...this.#draw.callbacks].flatMap((one) => one?.kind ?? []);
    if (struck.length > 0) this.#entry.faults = struck;
    if ('refused' in checked) return this.#reply(fault, refusalAnswer(checked));
    const message = this.vendor.identify(checked);
    const taken = fault === undefined || (fault.accepted ?? TAKEN[fault.kind]);
    if (taken) await this.#take(message);
    return this.#reply(fault, this.vendor.success(message), message);
  }

  async #take(message: AcceptedMessage): Promise<void> {
    const { log, callbacks } = this.around;
    this.vendor.charge(message);
    log.accept(this.#entry, message);
    const begin = callbacks.prepare(message, this.#draw.callbacks);
    const early = this.#draw.callbacks.some(({ kind }) => kind === 'early-callbacks');
    if (early) await begin();
    else this.#afterAnswer(begin);
  }

  async #reply(
    fault: AnswerFault | undefined,
    usual: Answer,
    message?: AcceptedMessage,
  ): Promise<void> {
    if (fault === undefined) return this.#answer(usual);
    switch (fault.kind) {
      case 'slow':
        await this.around.pauses.sleep(fault.ms);
        return this.#answer(usual);
      case 'error':
        return this.#answer({
          ...documentedAnswer(fault.name),
          ...(fault.status === undefined ? {} : { status: fault.status }),
        });
      case 'http':
        return this.#answer(httpFaultAnswer(this.vendor.provider, fault));
      case 'meta-error':
        return this.#answer(metaErrorAnswer(fault));
      case 'html':
        return this.#answer(htmlAnswer(fault.status ?? 200));
      case 'truncated-json':
        return this.#answer({ ...usual, body: usual.body.slice(0, usual.body.length / 2) });
      case 'no-id':
        return this.#answer(message ? this.vendor.success(message, { withId: false }) : usual);
      case 'cut-answer':
        return this.#cutWithin(usual);
      default:
        return this.#cut(fault.kind);
    }
  }

  /** Callbacks follow the answer, or whatever came instead of one. */
  #afterAnswer(begin: Begin): void {
    const { response } = this.wire;
    if (response.destroyed || this.#draw.answer?.kind === 'no-answer') void begin();
    else response.once('close', () => void begin());
  }

  #answer(answer: Answer): void {
    if (this.wire.response.destroyed) return this.#cut('client-closed');
    const { status, body } = answer;
    this.#entry.answered = { at: this.around.now(), status, body };
    writeAnswer(this.wire, answer);
  }

  #cutWithin(answer: Answer): void {
    if (this.wire.response.destroyed) return this.#cut('client-closed');
    const body = writeHalf(this.wire, answer);
    const { status } = answer;
    this.#entry.answered = { at: this.around.now(), status, body, cut: 'cut-answer' };
  }

  #cut(cut: Cut): void {
    this.#entry.answered = { at: this.around.now(), cut };
    if (cut === 'reset-before-read') this.#entry.faults = [cut];
    cutOff(this.wire, cut);
  }
}
