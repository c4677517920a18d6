import { createHash } from 'node:crypto';

/**
 * A repeatable source of random numbers (sfc32): the same seed gives the same sequence.
 * For faults and ids of a stand-in only; nothing secret may come from it.
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    this.#a = digest.readUInt32LE(0);
    this.#b = digest.readUInt32LE(4);
    this.#c = digest.readUInt32LE(8);
    this.#counter = digest.readUInt32LE(12);
  }

  /** The next unsigned 32-bit integer. */
  uint32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + result;
    return result >>> 0;
  }

  /** The next number in [0, 1). */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** `length` bytes as lower-case hexadecimal; `length` is a multiple of four. */
  hex(length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    for (let offset = 0; offset < length; offset += 4) bytes.writeUInt32LE(this.uint32(), offset);
    return bytes.toString('hex');
  }
}
