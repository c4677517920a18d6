import { TransportError } from './transport-error.js';

/** Where a request goes, as an HTTP client wants it. */
export interface Address {
  readonly origin: string;
  readonly path: string;
}

const MOST_KEPT = 1_024;

/** @throws TransportError for what is no http or https URL */
export function addressOf(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new TransportError('address', 'ERR_INVALID_URL');
  }
  return { origin: parsed.origin, path: parsed.pathname + parsed.search };
}

/** Reads URLs, each once for as long as it is kept: a sender posts to one and the same for all its life. */
export class Addresses {
  readonly #known = new Map<string, Address>();

  /** @throws TransportError for what is no http or https URL */
  of(url: string): Address {
    const known = this.#known.get(url);
    if (known) return known;
    const address = addressOf(url);
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(url, address);
    return address;
  }
}
