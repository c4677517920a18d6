import type { HttpService } from '@nestjs/axios';
import { parseOptions, type MessagingProvider, type ProviderClass } from 'waypost/providers';

/** A provider for one sender, and what the sender shares with others at the vendor. */
export interface Connection {
  readonly provider: MessagingProvider;
  readonly accountKey: string;
  /** False where the number is shared with other systems. */
  readonly exclusive: boolean;
}

/** A kind of provider that senders may be made of. */
export interface ProviderKind {
  /** What a sender names it by. */
  readonly name: string;
  /** The options that may be shown; every other one is a credential. */
  readonly publicOptions: readonly string[];
  /**
   * A provider of this kind for one sender.
   * @throws InvalidOptions with all problems at once
   */
  connect(options: unknown, senderId: string, http: HttpService): Connection;
}

/** The kind that a provider's class makes. */
export function providerKind<O extends object>(provider: ProviderClass<O>): ProviderKind {
  return {
    name: provider.kind,
    publicOptions: provider.publicOptions ?? [],
    connect: (given, senderId, http) => {
      const options = parseOptions(provider, given, senderId);
      // Named with its kind: two vendors may call an account the same.
      const accountKey = `${provider.kind}/${provider.accountKey(options)}`;
      const exclusive = !('exclusive' in options) || options.exclusive !== false;
      return { provider: new provider(options, http), accountKey, exclusive };
    },
  };
}
