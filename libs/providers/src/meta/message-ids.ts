import type { MessageIds } from '../callback-item.js';
import { asText } from '../json.js';

/**
 * The ids of a message out of whatever a vendor wrote, in the order in which they should be matched. `wamid` is the
 * first of them that looks like Meta's, unless `wamid` is given.
 */
export function messageIds(
  candidates: readonly unknown[],
  known: { readonly reference?: string; readonly wamid?: unknown } = {},
): MessageIds {
  const texts = candidates.map(asText).filter((id) => id !== undefined);
  const providerIds = [...new Set(texts)];
  const wamid = asText(known.wamid) ?? providerIds.find((id) => id.startsWith('wamid.'));
  return {
    ...(known.reference ? { reference: known.reference } : {}),
    providerIds,
    ...(wamid ? { wamid } : {}),
  };
}

/** Whether there is anything by which the message could be found. */
export function isIdentified({ reference, providerIds }: MessageIds): boolean {
  return reference !== undefined || providerIds.length > 0;
}
