import type { WaitingRow } from 'waypost/store';
import { Breaker } from './breaker.js';
import { FaultWatch } from './fault-watch.js';
import type { Lane } from './lane/lane.js';
import { UNTIL_CHANGED } from './lane/pauses.js';
import { subscriberOf } from './number-forms.js';
import type { Outcome } from './outcome.js';
import type { QueuedEntry } from './queued-entry.js';
import type { Pause } from './retry-policy.js';
import { toSteady } from './steady-clock.js';
import type { StoredError } from './stored-error.js';

/** What holds a sender up for longer is told: somebody may wonder why nothing leaves, or know a way round it. */
const LONG_MS = 10_000;

/** Whom to tell of what holds up more than one lane, or asks for the operator. */
export interface FaultReports {
  /** The vendor holds up all senders of an account; a fault asks for the operator, and is probed. */
  pauseAccount(accountKey: string, until: number, isFault: boolean): void;
  /** A message of the account was accepted after such a fault. */
  resumeAccount(accountKey: string): void;
  /** The operator must act, or nothing leaves for a while; without an error, not any more. */
  reportFault(sender: string, until: number, error?: StoredError): void;
}

/** Holds a lane up where its vendor's answers ask for it: pauses by scope, single probes after faults and doubts. */
export class Restraint {
  readonly #breaker = new Breaker();
  readonly #fault = new FaultWatch();
  #isPausedByOperator = false;
  #isAccountAtFault = false;
  /** Whether something was told that is no fault. */
  #isTold = false;

  constructor(
    private readonly lane: Lane<QueuedEntry>,
    readonly accountKey: string,
    private readonly reports: FaultReports,
  ) {}

  /** Whether no more than one message may be under way. */
  get isProbing(): boolean {
    return this.#breaker.isOpen || this.#fault.isOpen;
  }

  /** Forgets the faults; somebody has looked at the sender. */
  reset(isPaused: boolean): void {
    this.#fault.clear();
    this.#isTold = false;
    this.#isPausedByOperator = isPaused;
    if (isPaused) this.lane.pauses.pauseSender(UNTIL_CHANGED);
    else this.lane.pauses.resumeSender();
  }

  /** Draws what an ended attempt means for the messages after it. */
  react({ answer, pause, error }: Outcome, row: WaitingRow): void {
    if (answer === 'none') return;
    if (answer === 'doubtful') this.#doubt(row, error);
    else if (this.#breaker.answered()) {
      this.#resume();
      if (!pause && !this.#fault.isOpen) this.#tellOver(row);
    }
    if (answer === 'accepted') this.#worksAgain(row);
    if (pause && error) this.hold(pause, row, error);
  }

  #doubt({ sender }: WaitingRow, error: StoredError | undefined): void {
    const until = this.#breaker.doubted(Date.now());
    if (until === undefined) return;
    this.#pauseSender(until);
    if (!error) return;
    this.#isTold = true;
    this.reports.reportFault(sender, until, error);
  }

  /** Applies a pause that an answer or a callback asks for. One without an end is an operator's fault: it is probed. */
  hold(pause: Pause, row: WaitingRow, error: StoredError): void {
    const isFault = !Number.isFinite(pause.until);
    const until = isFault ? this.#fault.met(Date.now()) : pause.until;
    const isOfSender = pause.scope === 'sender' || pause.scope === 'account';
    if (isOfSender && !isFault) this.#isTold ||= until - Date.now() >= LONG_MS;
    if (isFault || (isOfSender && this.#isTold)) {
      this.reports.reportFault(row.sender, until, error);
    }
    const { recipient, template } = row;
    if (pause.scope === 'recipient') {
      this.lane.pauses.pauseRecipient(subscriberOf(recipient), toSteady(until));
    } else if (pause.scope === 'template')
      this.lane.pauses.pauseTemplate(template ?? '', toSteady(until));
    else if (pause.scope === 'account') this.reports.pauseAccount(this.accountKey, until, isFault);
    else this.#pauseSender(until);
  }

  /** The account is held up, because of this sender or of another. */
  holdAccount(until: number, isFault: boolean): void {
    if (isFault) {
      this.#fault.heard();
      this.#isAccountAtFault = true;
    }
    this.#pauseSender(until);
  }

  /** The account works again, as another of its senders has found out. */
  resumeAccount(): void {
    if (this.#isAccountAtFault) this.#faultIsOver();
  }

  #worksAgain(row: WaitingRow): void {
    const isFault = this.#fault.isOpen || this.#isAccountAtFault;
    const isOfAccount = this.#isAccountAtFault;
    if (isFault) this.#faultIsOver();
    this.#isTold ||= isFault;
    this.#tellOver(row);
    if (isOfAccount) this.reports.resumeAccount(this.accountKey);
  }

  #tellOver({ sender }: WaitingRow): void {
    if (!this.#isTold) return;
    this.#isTold = false;
    this.reports.reportFault(sender, 0);
  }

  #faultIsOver(): void {
    this.#fault.clear();
    this.#isAccountAtFault = false;
    this.#resume();
  }

  #pauseSender(until: number): void {
    this.lane.pauses.pauseSender(toSteady(until));
  }

  // Only what a vendor's answer held up is lifted by a vendor's answer.
  #resume(): void {
    if (!this.#isPausedByOperator) this.lane.pauses.resumeSender();
  }
}
