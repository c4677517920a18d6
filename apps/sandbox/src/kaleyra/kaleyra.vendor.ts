import type { AccountBook } from '../account-book.js';
import { jsonAnswer, type Answer } from '../answer.js';
import type { InboundEvent, InboundMessage } from '../callbacks/inbound.js';
import type { CallbackRegistration } from '../callbacks/registration.js';
import type { StatusName } from '../faults/fault.js';
import type { Json } from '../fields.js';
import type { Ids } from '../ids.js';
import { statusesBefore } from '../meta/statuses.js';
import type {
  AcceptedMessage,
  Failure,
  Refusal,
  StatusNews,
  Submission,
  Vendor,
  VendorRequest,
} from '../vendor.js';
import { kaleyraInbound, kaleyraStatus, kaleyraUnknown } from './kaleyra-callbacks.js';
import { checkKaleyra } from './kaleyra-checks.js';

/** What becomes of a message, in order. `not sent` means that Meta never saw it. */
const story = (message: AcceptedMessage, failure: Failure | undefined): readonly StatusName[] => {
  if (failure?.status === 'not sent') return ['not sent'];
  if (failure !== undefined) return ['submit success', ...statusesBefore(failure), 'failed'];
  // Meta tells of a reaction that it was sent, and nothing after that.
  if (message.type === 'reaction') return ['submit success', 'sent'];
  return ['submit success', 'sent', 'delivered', 'read'];
};

/** What Kaleyra's API v2 does, as far as it is documented. */
export class KaleyraVendor implements Vendor {
  readonly provider = 'kaleyra';
  readonly path = '/v2/:sid/whatsapp/:phone/messages';

  constructor(
    private readonly accounts: AccountBook,
    private readonly ids: Ids,
    private readonly now: () => number,
  ) {}

  accountIn(params: Readonly<Record<string, string>>): string {
    return params.sid ?? '';
  }

  check(request: VendorRequest): Refusal | Submission {
    return checkKaleyra(this.accounts, request);
  }

  identify(submission: Submission): AcceptedMessage {
    const sid = this.accounts.sid(submission.account);
    return {
      ...submission,
      provider: this.provider,
      id: sid?.account.messageIds === 'uuid' ? this.ids.uuid() : this.ids.opaque(),
      wamid: this.ids.wamid(submission.to),
      traceId: this.ids.uuid(),
      acceptedAt: this.now(),
    };
  }

  charge({ account, receipt }: AcceptedMessage): void {
    if (receipt !== true) this.accounts.sid(account)?.wallet.charge();
  }

  success({ id, account }: AcceptedMessage, { withId } = { withId: true }): Answer {
    return jsonAnswer(202, {
      code: this.accounts.sid(account)?.account.successCode ?? 'WA202',
      message: 'Request Accepted',
      data: withId ? { message_id: id } : {},
      error: {},
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
    return kaleyraStatus(message, news, registration);
  }

  unknownEvent(message: AcceptedMessage): Json {
    return kaleyraUnknown(message);
  }

  inbound(message: InboundMessage): Json {
    return kaleyraInbound(message);
  }

  wants({ events }: CallbackRegistration, event: StatusName | InboundEvent): boolean {
    if (event === 'inbound' || event === 'flow reply') return events.includes('inbound');
    if (event === 'submit success') return events.includes('submit');
    return event !== 'enqueued' && event !== 'billing' && events.includes('status');
  }
}
