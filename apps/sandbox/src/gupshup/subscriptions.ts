import { jsonAnswer, type Answer } from '../answer.js';
import type { CallbackScheduler } from '../callbacks/callback-scheduler.js';
import type { Registrations } from '../callbacks/registrations.js';
import { SandboxInputError } from '../input-error.js';
import { refusal } from './gupshup-answers.js';
import { setCallbackProbe } from './gupshup-callbacks.js';
import { maskOf, modesIn, toldModes } from './subscription-modes.js';

/** What a call about a subscription says; all of it is text. */
export type SubscriptionForm = Readonly<Record<string, string | undefined>>;

interface Subscription {
  readonly id: string;
  readonly appId: string;
  readonly tag: string;
  readonly url: string;
  readonly version: number;
  readonly modes: readonly string[];
  readonly meta?: string;
  readonly showOnUI: boolean;
  readonly active: boolean;
  readonly createdOn: number;
  readonly modifiedOn: number;
  /** Who is called back for it; none where it is switched off or of an older version. */
  readonly registration?: string;
}

interface Surroundings {
  readonly registrations: Registrations;
  readonly scheduler: CallbackScheduler;
  readonly now: () => number;
}

const NOT_THERE = refusal(400, 'Subscription Does Not Exist');
/** The version whose callbacks the sandbox speaks; those of the others call nobody back. */
const VERSION = 3;

/**
 * The subscriptions of every app, as Gupshup's API of version 3 keeps them; each has the sandbox call its address back.
 * https://partner-docs.gupshup.io/docs/set-subscription (November 2026)
 */
export class Subscriptions {
  readonly #all = new Map<string, Subscription>();
  #counter = 8165;

  constructor(private readonly around: Surroundings) {}

  create(appId: string, form: SubscriptionForm): Answer {
    const now = this.around.now();
    this.#counter += 1;
    const fresh = { id: String(this.#counter), appId, active: true, createdOn: now };
    const blank = { ...fresh, tag: '', url: '', version: 2, modes: [], showOnUI: false };
    return this.#write({ ...blank, modifiedOn: now }, form, (made) => this.#shown(made));
  }

  update(appId: string, id: string, form: SubscriptionForm): Answer {
    const former = this.#find(appId, id);
    if (!former) return NOT_THERE;
    return this.#write(former, form, (made) => ({
      ...this.#shown(made),
      ...{ latencyBucket: 'lt_1_s', modes: made.modes },
    }));
  }

  list(appId: string): Answer {
    const subscriptions = this.#of(appId).map((one) => ({ ...this.#shown(one), modes: one.modes }));
    return jsonAnswer(200, { status: 'success', subscriptions });
  }

  show(appId: string, id: string): Answer {
    const found = this.#find(appId, id);
    if (!found) return NOT_THERE;
    const subscription = { ...this.#shown(found), modes: found.modes };
    return jsonAnswer(200, { status: 'success', subscription });
  }

  /** Removes one subscription, or all of the app. */
  remove(appId: string, id?: string): Answer {
    const gone = id === undefined ? this.#of(appId) : [this.#find(appId, id)];
    for (const one of gone) {
      if (!one) return NOT_THERE;
      this.#silence(one);
      this.#all.delete(one.id);
    }
    return { status: 204, body: '', contentType: 'application/json; charset=utf-8' };
  }

  #write(
    former: Subscription,
    form: SubscriptionForm,
    shown: (made: Subscription) => object,
  ): Answer {
    const modes = form.modes === undefined ? former.modes : modesIn(form.modes);
    if (!modes || modes.length === 0) return refusal(400, 'Invalid Modes Passed');
    const { tag = former.tag, url = former.url, meta = former.meta } = form;
    if (!isAddress(url)) return refusal(400, 'Invalid URL Passed');
    const others = this.#of(former.appId).filter(({ id }) => id !== former.id);
    if (tag === '' || others.some((other) => other.tag === tag)) {
      return refusal(500, 'Unable To Create Subscription');
    }
    const wanted: Subscription = {
      ...former,
      ...{ tag, url, modes, ...(meta !== undefined && { meta }) },
      version: Number(form.version ?? former.version),
      showOnUI: form.showOnUI === undefined ? former.showOnUI : form.showOnUI === 'true',
      active: form.active === undefined ? former.active : form.active === 'true',
      modifiedOn: this.around.now(),
    };
    try {
      const made = this.#callBack(wanted);
      this.#all.set(made.id, made);
      return jsonAnswer(200, { status: 'success', subscription: shown(made) });
    } catch (error) {
      if (error instanceof SandboxInputError) return refusal(500, 'Unable To Create Subscription');
      throw error;
    }
  }

  #callBack({ registration: former, ...wanted }: Subscription): Subscription {
    const { appId: account, url, meta, modes: all, active, version } = wanted;
    const modes = toldModes(all);
    if (former !== undefined) this.around.registrations.remove(former);
    if (!active || version !== VERSION || modes.length === 0) return wanted;
    const input = { provider: 'gupshup', account, url, modes, ...(meta !== undefined && { meta }) };
    const { id: registration } = this.around.registrations.add(input);
    void this.around.scheduler.probe(registration, 'set-callback', setCallbackProbe(account));
    return { ...wanted, registration };
  }

  #silence({ registration }: Subscription): void {
    if (registration !== undefined) this.around.registrations.remove(registration);
  }

  #of(appId: string): Subscription[] {
    return [...this.#all.values()].filter((one) => one.appId === appId);
  }

  #find(appId: string, id: string): Subscription | undefined {
    const found = this.#all.get(id);
    return found?.appId === appId ? found : undefined;
  }

  #shown({ modes, registration: _none, ...rest }: Subscription): object {
    return { ...rest, mode: maskOf(modes) };
  }
}

const isAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');
