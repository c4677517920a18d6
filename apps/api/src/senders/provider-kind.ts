import type { HttpService } from '@nestjs/axios';
import { parseOptions, type MessagingProvider, type ProviderClass } from 'waypost/providers';

/** A kind of provider that senders may be made of. */
export interface ProviderKind {
  /** What a sender names it by. */
  readonly name: string;
  /**
   * A provider of this kind for one sender.
   * @throws InvalidOptions with all problems at once
   */
  connect(options: unknown, senderId: string, http: HttpService): MessagingProvider;
}

/** The kind that a provider's class makes. */
export function providerKind<O extends object>(provider: ProviderClass<O>): ProviderKind {
  return {
    name: provider.kind,
    connect: (options, senderId, http) =>
      new provider(parseOptions(provider, options, senderId), http),
  };
}
