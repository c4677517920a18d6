import { SeededRandom } from './random.js';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The ids that the stand-ins give out, in the vendors' spellings; repeatable when the seed is given. */
export class Ids {
  readonly #random: SeededRandom;

  constructor(seed: string) {
    this.#random = new SeededRandom(`${seed}/ids`);
  }

  /** A version 4 UUID: Gupshup's message ids, Kaleyra's trace ids. */
  uuid(): string {
    const hex = this.#random.hex(16);
    const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** A WhatsApp message id: `wamid.` and base64 that carries the user's number, as Meta's do. */
  wamid(userDigits: string): string {
    const serial = this.#random.hex(12).slice(0, 18).toUpperCase();
    const content = `\x1c\x18\x0c${userDigits}\x15\x02\x00\x11\x18\x12${serial}\x00`;
    return `wamid.${Buffer.from(content, 'latin1').toString('base64')}`;
  }

  /** Kaleyra's message id: `A` and 19 capitals and digits. */
  opaque(): string {
    let id = 'A';
    while (id.length < 20) id += ALPHABET.charAt(this.#random.uint32() % ALPHABET.length);
    return id;
  }

  /** A media id: sixteen digits, as Meta's. */
  mediaId(): string {
    return `1${String(this.#random.uint32()).padStart(10, '0')}${String(this.#random.uint32() % 100_000).padStart(5, '0')}`;
  }
}
