import type { WebhookRow } from 'waypost/store';
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
  of({ id, secret, formerSecret, formerUntil }: WebhookRow, at: number): readonly string[] {
    const isOverlap = formerSecret !== null && at < (formerUntil ?? 0);
    const sealed = isOverlap ? [secret, formerSecret] : [secret];
    return sealed.map((each) => this.box.open(each, ownerOf(id)));
  }
}

function ownerOf(id: string): string {
  return `webhook:${id}`;
}
