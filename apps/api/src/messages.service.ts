import { Injectable, Logger } from '@nestjs/common';
import { validateSendMessage, type ErrorCode, type SendMessageDto } from 'waypost/messages';
import { ProviderError } from 'waypost/providers';
import { Drain } from './drain.js';
import type { MessageAccepted } from './message-accepted.dto.js';
import { newMessageId } from './message-id.js';
import { ProblemException } from './problem.js';
import { providerProblem } from './provider-problem.js';
import { SenderDirectory } from './senders/sender-directory.js';
import type { Sender } from './senders/sender.js';

const FOR_THE_OPERATOR = new Set<ErrorCode>(['unauthorized', 'unrecognized']);

/** Takes messages and hands each over to its provider at once. Keeps nothing of them. */
@Injectable()
export class MessagesService {
  readonly #logger = new Logger(MessagesService.name);

  constructor(
    private readonly senders: SenderDirectory,
    private readonly drain: Drain,
  ) {}

  /**
   * Checks the body of a request and hands its message over, once. A caller who goes away meanwhile changes nothing.
   * @throws ProblemException where the body is wrong, or the provider did not take the message
   */
  async send(body: unknown): Promise<MessageAccepted> {
    const checked = validateSendMessage(body);
    if ('problems' in checked) {
      throw new ProblemException('validation_failed', sentence(checked.problems.length), {
        errors: [...checked.problems],
      });
    }
    const request = checked.value;
    const sender = this.senders.find(request.sender) ?? refuseSender();
    return this.drain.run(() => this.#handOver(sender, request));
  }

  async #handOver(sender: Sender, request: SendMessageDto): Promise<MessageAccepted> {
    const { message, labels, reference } = request;
    const id = newMessageId();
    const createdAt = new Date().toISOString();
    const context = { attemptRef: `${id}.1`, ...(labels && { labels }) };
    const { providerMessageId } = await sender.provider
      .send(message, context)
      .catch((error: unknown) => this.#fail(error, sender, id));
    return {
      id,
      status: 'accepted',
      sender: sender.id,
      ...(message.to !== undefined && { to: message.to }),
      ...(message.recipient !== undefined && { recipient: message.recipient }),
      type: message.type,
      ...(reference !== undefined && { reference }),
      ...(providerMessageId !== undefined && { providerMessageId }),
      createdAt,
    };
  }

  #fail(error: unknown, sender: Sender, id: string): never {
    const failure = error instanceof ProviderError ? error : this.#unexpected(error, sender);
    if (failure.mayHaveBeenSent || FOR_THE_OPERATOR.has(failure.code)) {
      const { code, vendor } = failure;
      const said = [vendor?.status, vendor?.code].filter((part) => part !== undefined).join(' ');
      const outcome = failure.mayHaveBeenSent ? 'may have been sent' : 'was not sent';
      this.#logger.warn(`${id} by sender ${sender.id} ${outcome}: ${code} ${said}`.trimEnd());
    }
    throw providerProblem(failure, id);
  }

  // A provider promises to throw nothing else. Where one breaks the promise, nobody knows how far it had come.
  #unexpected(error: unknown, { kind }: Sender): ProviderError {
    const stack = error instanceof Error ? error.stack : undefined;
    this.#logger.error(`The ${kind} provider failed in a way that it should not.`, stack);
    return new ProviderError(
      'The provider failed in a way that it should not; the log of the gateway says how.',
      { code: 'unrecognized', mayHaveBeenSent: true },
    );
  }
}

function refuseSender(): never {
  const message = 'There is no such sender.';
  throw new ProblemException('unknown_sender', message, { errors: [{ path: 'sender', message }] });
}

function sentence(problems: number): string {
  return problems === 1
    ? 'One thing is wrong with the request; errors names it.'
    : `${problems} things are wrong with the request; errors names them all.`;
}
