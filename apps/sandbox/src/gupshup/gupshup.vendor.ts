import type { AccountBook } from '../account-book.js';
import { jsonAnswer, type Answer } from '../answer.js';
import type { InboundEvent, InboundMessage } from '../callbacks/inbound.js';
import type { CallbackRegistration, GupshupMode } from '../callbacks/registration.js';
import type { StatusName } from '../faults/fault.js';
import type { Json } from '../fields.js';
import type { Ids } from '../ids.js';
import { isBillable, statusesBefore } from '../meta/statuses.js';
import type {
  AcceptedMessage,
  Failure,
  Refusal,
  StatusNews,
  Submission,
  Vendor,
  VendorRequest,
} from '../vendor.js';
import { gupshupInbound, gupshupStatus, gupshupUnknown } from './gupshup-callbacks.js';
import { checkGupshup } from './gupshup-checks.js';
import { mergeGupshup } from './gupshup-merge.js';

/** The modes of a subscription that ask for an event; none for what Gupshup does not have. */
const MODES_OF: Readonly<Record<StatusName | InboundEvent, readonly GupshupMode[]>> = {
  inbound: ['MESSAGE', 'ALL'],
  'flow reply': ['FLOWS_MESSAGE', 'ALL'],
  enqueued: ['ENQUEUED'],
  sent: ['SENT'],
  delivered: ['DELIVERED'],
  read: ['READ'],
  failed: ['FAILED'],
  billing: ['BILLING'],
  'submit success': [],
  'not sent': [],
};

/** What becomes of a message, in order. */
const story = (message: AcceptedMessage, failure: Failure | undefined): readonly StatusName[] => {
  if (failure !== undefined) return ['enqueued', ...statusesBefore(failure), 'failed'];
  // Meta tells of a reaction that it was sent, and nothing after that.
  if (message.type === 'reaction') return ['enqueued', 'sent'];
  const billed: readonly StatusName[] = isBillable(message) ? ['billing'] : [];
  return ['enqueued', 'sent', 'delivered', 'read', ...billed];
};

/** What Gupshup's Partner API v3 does, as far as it is documented. */
export class GupshupVendor implements Vendor {
  readonly provider = 'gupshup';
  readonly path = '/partner/app/:appId/v3/message';

  constructor(
    private readonly accounts: AccountBook,
    private readonly ids: Ids,
    private readonly now: () => number,
  ) {}

  accountIn(params: Readonly<Record<string, string>>): string {
    return params.appId ?? '';
  }

  check(request: VendorRequest): Refusal | Submission {
    return checkGupshup(this.accounts, request);
  }

  identify(submission: Submission): AcceptedMessage {
    return {
      ...submission,
      provider: this.provider,
      id: this.ids.uuid(),
      wamid: this.ids.wamid(submission.to),
      traceId: this.ids.uuid(),
      acceptedAt: this.now(),
    };
  }

  charge({ account }: AcceptedMessage): void {
    this.accounts.app(account)?.wallet.charge();
  }

  /** `wa_id` is the recipient as it was written, not a resolved WhatsApp id. */
  success({ id, input }: AcceptedMessage, { withId } = { withId: true }): Answer {
    return jsonAnswer(200, {
      messages: withId ? [{ id }] : [],
      messaging_product: 'whatsapp',
      contacts: [{ input, wa_id: input }],
    });
  }

  statuses(
    message: AcceptedMessage,
    registration: CallbackRegistration,
    failure?: Failure,
  ): readonly StatusName[] {
    return story(message, failure).filter((status) => this.wants(registration, status));
  }

  status(message: AcceptedMessage, news: StatusNews, registration: CallbackRegistration): Json {
    return gupshupStatus(message, news, registration);
  }

  unknownEvent(message: AcceptedMessage): Json {
    return gupshupUnknown(message);
  }

  inbound(message: InboundMessage): Json {
    return gupshupInbound(message);
  }

  merge(callbacks: readonly Json[]): Json {
    return mergeGupshup(callbacks);
  }

  wants({ events }: CallbackRegistration, event: StatusName | InboundEvent): boolean {
    return MODES_OF[event].some((mode) => events.includes(mode));
  }
}
