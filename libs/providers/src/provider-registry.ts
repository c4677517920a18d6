import type { MessagingProvider } from './provider.js';

/** The configured providers by name. */
export class ProviderRegistry {
  readonly #providers: ReadonlyMap<string, MessagingProvider>;

  constructor(providers: Iterable<readonly [string, MessagingProvider]>) {
    this.#providers = new Map(providers);
  }

  /** The names in the order of configuration. */
  names(): string[] {
    return [...this.#providers.keys()];
  }

  /** @throws Error where no provider has that name; the text lists those that are configured */
  get(name: string): MessagingProvider {
    const provider = this.#providers.get(name);
    if (provider) return provider;
    throw new Error(
      `No provider is called "${name}"; configured: ${this.names().join(', ') || 'none'}.`,
    );
  }
}
