import type { FormerSecret, WebhookRow } from 'waypost/store';
import type { SecretBox } from '../senders/secret-box.js';

/** Keeps the secrets of endpoints, each sealed for its endpoint. */
export class WebhookSecrets {
  constructor(private readonly box: SecretBox) {}

  seal(id: string, secret: string): string {
    return this.box.seal(secret, ownerOf(id));
  }

  /**
   * The secrets that sign at this time, the present one first.
   * @throws CannotOpen
   */
  of({ id, secret, formerSecrets }: WebhookRow, at: number): readonly string[] {
    const sealed = [secret, ...signing(formerSecrets, at).map((former) => former.secret)];
    return sealed.map((each) => this.box.open(each, ownerOf(id)));
  }
}

/** Those of the former secrets that still sign. */
export function signing(former: readonly FormerSecret[], at: number): readonly FormerSecret[] {
  return former.filter(({ until }) => at < until);
}

/**
 * The former secrets after another rotation. Each keeps the time that its own rotation gave it, unless the new one asks
 * for an earlier end: so no overlap ends all of them.
 */
export function formerAfter(
  { secret, formerSecrets }: Pick<WebhookRow, 'secret' | 'formerSecrets'>,
  until: number,
  at: number,
): readonly FormerSecret[] {
  const ends = formerSecrets.map((each) => ({ ...each, until: Math.min(each.until, until) }));
  return signing([{ secret, until }, ...ends], at);
}

function ownerOf(id: string): string {
  return `webhook:${id}`;
}
