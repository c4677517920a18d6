import type { Message } from 'waypost/messages';
import { ProviderError } from '../provider-error.js';
import type { SendContext } from '../provider.js';
import type { KaleyraExtraInfo, KaleyraSendBody } from './kaleyra.wire.js';

/**
 * How long each of `ref`, `ref1` and `ref2` may be
 * (https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages, read November 2026). What happens beyond
 * is not documented; a reference that was cut would lose its callbacks.
 */
const MAX_REF_CHARACTERS = 255;

/**
 * The body that carries the message: Meta's object as it is, but with `to` in the form that Kaleyra documents.
 * @throws ProviderError `invalid` where a reference is too long
 */
export function kaleyraBody(
  message: Message & { readonly to: string },
  context: SendContext,
  source: string,
): KaleyraSendBody {
  const { messaging_product, recipient_type, to, ...rest } = message;
  return {
    messaging_object: {
      messaging_product: messaging_product ?? 'whatsapp',
      recipient_type: recipient_type ?? 'individual',
      to: withPlus(to),
      ...rest,
    },
    extra_info: extraInfo(context, source),
  };
}

/** The digits read as E.164, with `+`; anything that is no number goes as it came, for Kaleyra to judge. */
export function withPlus(phone: string): string {
  const compact = phone.replace(/[\s()-]/g, '');
  return /^\d+$/.test(compact) ? `+${compact}` : compact;
}

function extraInfo({ attemptRef, labels = [] }: SendContext, source: string): KaleyraExtraInfo {
  const [ref1, ref2] = labels;
  return {
    ref: fitting(attemptRef, 'attempt reference'),
    ...(ref1 === undefined ? {} : { ref1: fitting(ref1, 'first label') }),
    ...(ref2 === undefined ? {} : { ref2: fitting(ref2, 'second label') }),
    wa_source: source,
  };
}

function fitting(reference: string, name: string): string {
  // Only a string that is long by units is worth counting by characters.
  if (reference.length <= MAX_REF_CHARACTERS) return reference;
  const characters = [...reference].length;
  if (characters <= MAX_REF_CHARACTERS) return reference;
  throw new ProviderError(
    `The ${name} has ${characters} characters, but Kaleyra carries at most ${MAX_REF_CHARACTERS}; shorten it.`,
    { code: 'invalid', mayHaveBeenSent: false },
  );
}
