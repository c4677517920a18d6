import { SendMessageDto } from './send-message.dto.js';
import { isMembers } from './validation/json.js';
import type { Problem } from './validation/problem.js';
import { validate } from './validation/validate.js';

/** A request that may be acted upon, or everything that is wrong with it. */
export type ValidatedSendMessage =
  { readonly value: SendMessageDto } | { readonly problems: readonly Problem[] };

/** How much `validateSendMessage` says. */
export interface ValidateSendMessageOptions {
  /**
   * How many problems are named at the most; the check stops there.
   * @default 1000
   */
  readonly maxProblems?: number | undefined;
}

/**
 * Checks the body of a request to send. Its own members must be known in any case; `allowUnknown` is about the message.
 * The value is a plain object. Never throws, whatever it is given.
 */
export function validateSendMessage(
  input: unknown,
  { maxProblems }: ValidateSendMessageOptions = {},
): ValidatedSendMessage {
  const { value, problems } = validate(SendMessageDto, input, '', {
    maxProblems,
    allowUnknown: allowsUnknown(input),
    closed: SendMessageDto,
  });
  return problems === undefined ? { value } : { problems };
}

function allowsUnknown(input: unknown): boolean {
  try {
    return isMembers(input) && input.allowUnknown === true;
  } catch {
    return false;
  }
}
