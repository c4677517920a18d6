import { Injectable } from '@nestjs/common';
import { validateSendMessage, type SendMessageDto } from 'waypost/messages';
import { invalid } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { ProblemException } from '../problem.js';
import { SenderDirectory } from '../senders/sender-directory.js';

const MAX_PROBLEMS = 1000;

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
    const { sender: id, message } = request;
    const sender = reachesSender(caller.reach, id) ? this.senders.find(id) : undefined;
    if (!sender) throw unknownSender();
    if (!sender.provider.supports(message)) throw notSupported(message.type);
    return request;
  }
}

function unknownSender(): ProblemException {
  const message =
    'There is no such sender for this key: correct its id, or use a key that may use it.';
  return new ProblemException('unknown_sender', message, { errors: [{ path: 'sender', message }] });
}

function notSupported(type: string): ProblemException {
  const message = `The provider of this sender cannot carry this message of type ${type}.`;
  return new ProblemException('unsupported', message, { errors: [{ path: 'message', message }] });
}
