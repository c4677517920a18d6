import type { MessagingProvider } from 'waypost/providers';
import { isSecret, type DoorSecrets } from './door-secrets.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** Where the callbacks of one sender come in, as this process knows it. */
export class Door {
  readonly #tokens: readonly { readonly bytes: Buffer; readonly until: number }[];
  readonly #header: { readonly name: string; readonly bytes: Buffer } | undefined;
  #isHeaderSeen: boolean;

  constructor(
    readonly sender: string,
    /** The kind of provider. */
    readonly kind: string,
    /** Undefined where none can be made of the sender's options. */
    readonly provider: MessagingProvider | undefined,
    readonly secrets: DoorSecrets,
    /** Called once, when the first callback carries the header. */
    private readonly headerSeen: () => void,
  ) {
    this.#tokens = secrets.tokens.map(({ token, until }) => ({
      bytes: Buffer.from(token),
      until: until ?? Infinity,
    }));
    const { header } = secrets;
    this.#header = header && { name: header.name, bytes: Buffer.from(header.value) };
    this.#isHeaderSeen = header?.seen ?? false;
  }

  /** Whether a token opens it now. */
  opensTo(token: string, now: number): boolean {
    return this.#tokens.some(({ bytes, until }) => until > now && isSecret(token, bytes));
  }

  /** Whether the headers carry what the vendor was told to send; until it was seen once, they need not. */
  accepts(headers: Headers): boolean {
    if (!this.#header) return true;
    const given = headers[this.#header.name];
    if (given === undefined) return !this.#isHeaderSeen;
    if (!isSecret(given, this.#header.bytes)) return false;
    if (!this.#isHeaderSeen) {
      this.#isHeaderSeen = true;
      this.headerSeen();
    }
    return true;
  }
}
