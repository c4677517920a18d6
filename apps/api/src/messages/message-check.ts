import { Injectable } from '@nestjs/common';
import { validateSendMessage, type Message, type SendMessageDto } from 'waypost/messages';
import type { MessagingProvider } from 'waypost/providers';
import { invalid } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import type { ProblemError } from '../problem.dto.js';
import { ProblemException } from '../problem.js';
import { unknownSender } from '../senders/require-sender.js';
import { SenderDirectory } from '../senders/sender-directory.js';

const MAX_PROBLEMS = 1000;

/** An id of this gateway's own, which no vendor knows. */
const OWN_ID = /^(msg|in)_[0-9a-f]{32}$/;

const OWN_ID_MESSAGE =
  "This is the gateway's own id of the message: give Meta's, which GET /v1/messages/{id} and GET /v1/inbound show as `wamid`.";

/** Stands for whatever number there may be; nothing is sent to it. */
const ANY_NUMBER = '+919876500001';

/** Says of a request to send whether it may be acted upon. */
@Injectable()
export class MessageCheck {
  constructor(private readonly senders: SenderDirectory) {}

  /**
   * The request, checked and in its kept form.
   * @throws ProblemException where it is not valid, its sender is not there for this caller, or cannot carry it; names
   * `maxProblems` problems at the most
   */
  check(body: unknown, caller: Caller, maxProblems = MAX_PROBLEMS): SendMessageDto {
    const checked = validateSendMessage(body, { maxProblems });
    if ('problems' in checked) throw invalid(checked.problems, maxProblems);
    const request = checked.value;
    const own = ownIds(request.message);
    if (own.length > 0) throw invalid(own, maxProblems);
    const { sender: id, message } = request;
    const sender = reachesSender(caller.reach, id) ? this.senders.find(id) : undefined;
    if (!sender) throw unknownSender();
    if (!sender.provider.supports(message)) throw notSupported(message, sender.provider);
    return request;
  }
}

/** A problem for each of the gateway's own ids that stands where a vendor needs Meta's. */
function ownIds(message: Message): ProblemError[] {
  const named = {
    'message.context.message_id': 'context' in message ? message.context?.message_id : undefined,
    'message.reaction.message_id':
      message.type === 'reaction' ? message.reaction.message_id : undefined,
  };
  const found = Object.entries(named).filter(([, id]) => id !== undefined && OWN_ID.test(id));
  return found.map(([path]) => ({ path, message: OWN_ID_MESSAGE }));
}

function notSupported(given: Message, provider: MessagingProvider): ProblemException {
  const { recipient, ...toNumber } = { ...given, to: given.to ?? ANY_NUMBER };
  const isForNumbers = recipient !== undefined && provider.supports(toNumber);
  const [path, message] = isForNumbers
    ? [
        'message.recipient',
        'The provider of this sender takes phone numbers only: give one in `to`.',
      ]
    : ['message', `The provider of this sender cannot carry this message of type ${given.type}.`];
  return new ProblemException('unsupported', message, { errors: [{ path, message }] });
}
