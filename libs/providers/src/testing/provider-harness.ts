import type { ErrorCode, Message } from 'waypost/messages';
import type { ProviderModuleClass } from '../provider.builder.js';
import type { Callback } from '../provider.js';
import type { Reply } from './server/vendor-server.js';

/**
 * What the kit must be told of a provider, which must carry `examples.text`; everything else it knows. Everything named
 * here is a fact of the vendor's contract, so write it from the vendor's pages and not from the provider's code.
 */
export interface ProviderHarness<O extends object> {
  readonly module: ProviderModuleClass<O>;
  /**
   * Complete options for a vendor at `baseUrl` (no slash at the end). `secret` is 32 hexadecimal digits made by the
   * kit, another one for every instance: make every credential out of it (`sk_${secret}`), and nothing else, for
   * the kit finds leaks by looking for it.
   */
  readonly options: (baseUrl: string, secret: string) => O;
  /** The options without which the provider cannot work. */
  readonly required: readonly (keyof O & string)[];
  /** The vendor's documented acceptance of a message, with that id in it. */
  readonly accepts: (id: string) => Reply;
  /** Documented refusals by the code that they must give, whatever their status. Each stands in the dictionary, so nothing was sent. */
  readonly refuses: Readonly<Partial<Record<ErrorCode, Reply | readonly Reply[]>>>;
  /** How a callback proves that it is the vendor's. */
  readonly proof: CallbackProof;
  /** The folder that holds `requests/` and `events/`: `new URL('./fixtures/', import.meta.url)`. */
  readonly fixtures: URL;
  /** More messages, beside the examples of `waypost/messages`; their keys name request fixtures. */
  readonly samples?: Readonly<Record<string, Message>> | undefined;
  /** More messages that the provider cannot carry. */
  readonly unsupported?: Readonly<Record<string, Message>> | undefined;
}

/** `signature`: over the raw body. `secret`: in a header or the query, the same for every callback. `none`: the vendor offers nothing. */
export type CallbackProof =
  | {
      readonly kind: 'signature' | 'secret';
      /** The callback with its proof added, by the secret that `options` was given. */
      prove(callback: Callback, secret: string): Callback;
    }
  | {
      readonly kind: 'none';
      /** Why, in a few words, for the name of the test. */
      readonly reason: string;
    };
