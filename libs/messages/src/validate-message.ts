import { messageKinds, type Message } from './message.js';
import type { Problem } from './validation/problem.js';
import { validate } from './validation/validate.js';

/** How strict `validateMessage` is, and how it speaks. */
export interface ValidateMessageOptions {
  /**
   * Keeps members that this library does not know, at every level, instead of refusing them. They must be JSON.
   * @default false
   */
  readonly allowUnknown?: boolean | undefined;
  /**
   * What the paths of problems begin with.
   * @default 'message'
   */
  readonly path?: string | undefined;
}

/** A message that may be handed to a provider, or everything that is wrong with it. */
export type ValidatedMessage =
  | { readonly message: Message; readonly problems?: undefined }
  | { readonly message?: undefined; readonly problems: readonly Problem[] };

/**
 * Checks Meta's message object by every limit that Meta documents, counting characters as code points. What is valid
 * comes back as a copy: plain JSON data with the defaults filled in and `to` as E.164; members that are null count as
 * left out. Never throws, whatever it is given.
 * @example
 * const { message, problems } = validateMessage({
 *   to: '+91 98765 00001',
 *   type: 'text',
 *   text: { body: 'Hello' },
 * });
 */
export function validateMessage(
  input: unknown,
  { allowUnknown = false, path = 'message' }: ValidateMessageOptions = {},
): ValidatedMessage {
  const { value, problems } = validate(messageKinds, input, path, { allowUnknown });
  return problems === undefined ? { message: value } : { problems };
}
