import { Injectable } from '@nestjs/common';
import { validateSendMessage, type SendMessageDto } from 'waypost/messages';
import { invalid } from '../http/read-body.js';
import type { Caller } from '../keys/caller.js';
import { reachesSender } from '../keys/scope.js';
import { ProblemException } from '../problem.js';
import { SenderDirectory } from '../senders/sender-directory.js';

/** Says of a request to send whether it may be acted upon. */
@Injectable()
export class MessageCheck {
  constructor(private readonly senders: SenderDirectory) {}

  /**
   * The request, checked and in its kept form.
   * @throws ProblemException where it is not valid, its sender is not there for this caller, or cannot carry it
   */
  check(body: unknown, caller: Caller): SendMessageDto {
    const checked = validateSendMessage(body);
    if ('problems' in checked) throw invalid(checked.problems);
    const request = checked.value;
    const { sender: id, message } = request;
    const sender = reachesSender(caller.reach, id) ? this.senders.find(id) : undefined;
    if (!sender) throw unknownSender();
    if (!sender.provider.supports(message)) throw notSupported(message.type);
    return request;
  }
}

function unknownSender(): ProblemException {
  const message = 'There is no such sender.';
  return new ProblemException('unknown_sender', message, { errors: [{ path: 'sender', message }] });
}

function notSupported(type: string): ProblemException {
  const message = `The provider of this sender cannot carry this message of type ${type}.`;
  return new ProblemException('unsupported', message, { errors: [{ path: 'message', message }] });
}
