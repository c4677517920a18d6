/** Where the gateway is reached from outside. */
export class PublicAddress {
  #base: string | undefined;

  /** `base` is `PUBLIC_URL`; without it, the address on which the gateway listens serves. */
  constructor(base: string | undefined) {
    this.#base = base?.replace(/\/+$/, '');
  }

  /** The gateway listens there. */
  listens(url: string): void {
    this.#base ??= url;
  }

  /** What a vendor calls back for a sender; undefined while nobody knows where the gateway is. */
  callbackUrl(sender: string, token: string): string | undefined {
    return this.#base && `${this.#base}/callbacks/${sender}/${token}`;
  }
}
