import { randomBytes } from 'node:crypto';
import type { HttpService } from '@nestjs/axios';
import type { CallbackAddress } from '../callback-registration.js';
import { callForm, type FormCall } from '../http/call-form.js';
import { readReply } from '../http/read-reply.js';
import type { VendorReply } from '../http/vendor-reply.js';
import { asList, asObject, asText } from '../json.js';
import { ProviderError } from '../provider-error.js';
import { gupshupReply } from './gupshup.reply.js';
import type { GupshupSubscription, GupshupSubscriptions } from './gupshup.wire.js';

/** What a subscription asks for; the last two are refused for some apps. */
const MODES = 'MESSAGE,FLOWS_MESSAGE,SENT,DELIVERED,READ,FAILED,ENQUEUED,DELETED,OTHERS,BILLING';
const MORE_MODES = `${MODES},TEMPLATE,ACCOUNT`;
/** Gupshup takes 5 calls in 60 s for each app; registering anew takes at most this many. */
const CALLS = 5;
const WINDOW_MS = 60_000;
/** How our own subscriptions are told from those of others. */
const TAG = 'waypost-';

/** An app's subscriptions: where they are, and what opens them. */
export interface SubscriptionAccess {
  readonly url: string;
  readonly authorization: string;
  readonly token: string;
}

/** When each app was last registered, by the client that did it; a registration of which nothing left is forgotten. */
const lastTimes = new WeakMap<HttpService, Map<string, number>>();

/**
 * Subscribes an address to all callbacks of version 3, and after that takes away the subscriptions that were made for it
 * under another end of the address, so that there is no moment without one. Those of another installation stay.
 * @see https://partner-docs.gupshup.io/docs/set-subscription
 */
export async function subscribe(
  http: HttpService,
  access: SubscriptionAccess,
  address: CallbackAddress,
): Promise<{ readonly id?: string }> {
  keepRate(http, access.url);
  const call = (rest: Omit<FormCall, 'headers' | 'secrets'>) =>
    callForm(http, {
      ...rest,
      headers: { authorization: access.authorization },
      secrets: [access.token, address.url, ...(address.header ? [address.header.value] : [])],
    });
  const listed = await call({ method: 'GET', url: access.url }).catch((error: ProviderError) => {
    if (!error.mayHaveBeenSent) lastTimes.get(http)?.delete(access.url);
    throw error;
  });
  const former = formerOf(listed, address);
  const form = formOf(address);
  let reply = await call({ method: 'POST', url: access.url, form: { ...form, modes: MORE_MODES } });
  if (reply.status === 400) reply = await call({ method: 'POST', url: access.url, form });
  const id = readId(reply);
  for (const old of former.slice(0, CALLS - 3)) {
    // What stays is taken away by the next registration; until then callbacks come twice, and count once.
    await call({ method: 'DELETE', url: `${access.url}/${encodeURIComponent(old)}` }).catch(
      () => undefined,
    );
  }
  return id === undefined ? {} : { id };
}

function formOf({ url, header }: CallbackAddress): Readonly<Record<string, string>> {
  const tag = TAG + randomBytes(4).toString('hex');
  return {
    ...{ url, tag, version: '3', modes: MODES, showOnUI: 'false' },
    ...(header && { meta: JSON.stringify({ headers: { [header.name]: header.value } }) }),
  };
}

function formerOf(reply: VendorReply, { url }: CallbackAddress): readonly string[] {
  readReply(reply, gupshupReply);
  const door = doorOf(url);
  const { subscriptions }: GupshupSubscriptions = reply.body ?? {};
  return asList(subscriptions).flatMap((raw) => {
    const { id, tag, url: former }: GupshupSubscription = asObject(raw) ?? {};
    const text = asText(id);
    const isOurs = asText(tag)?.startsWith(TAG) && doorOf(asText(former) ?? '') === door;
    return text !== undefined && isOurs ? [text] : [];
  });
}

/** The address without its end, which is a secret that is changed now and then. */
function doorOf(url: string): string {
  return url.slice(0, url.lastIndexOf('/') + 1);
}

function readId(reply: VendorReply): string | undefined {
  readReply(reply, gupshupReply);
  const { id }: GupshupSubscription = asObject(reply.body?.subscription) ?? {};
  return asText(id);
}

// One registration may use up the whole limit of a minute; it counts from its beginning, lest two begin at once.
function keepRate(http: HttpService, app: string): void {
  const times = lastTimes.get(http) ?? new Map<string, number>();
  lastTimes.set(http, times);
  const now = performance.now();
  const left = (times.get(app) ?? -Infinity) + WINDOW_MS - now;
  if (left > 0) {
    throw new ProviderError(
      'Gupshup takes 5 calls about subscriptions in a minute, and the last registration was less than a minute ago.',
      { code: 'rate_limited', mayHaveBeenSent: false, retryAfter: Math.ceil(left / 1_000) },
    );
  }
  times.set(app, now);
}
