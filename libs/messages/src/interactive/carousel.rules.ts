import { locate } from '../validation/locate.js';
import type { Breach } from '../validation/rule.decorator.js';

/** Every card that has buttons has the same kind and the same number of them. */
export function sameButtons(action: object): Breach[] {
  const buttons = locate(action, 'cards[].action').map(({ path, value }) => ({
    path,
    kind: kindOf(value),
  }));
  return buttons
    .filter(({ kind }) => kind !== buttons[0]?.kind)
    .map(({ path }) => ({
      path,
      message: 'Every card must have the same kind and number of buttons as the first.',
    }));
}

function kindOf(action: unknown): string {
  if (typeof action !== 'object' || action === null) return 'none';
  const [buttons] = locate(action, 'buttons');
  return Array.isArray(buttons?.value) ? `${buttons.value.length} replies` : 'one link';
}
