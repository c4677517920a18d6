/** Where a vendor is to call back. */
export interface CallbackAddress {
  readonly url: string;
  /** A header to send with every callback. */
  readonly header?: { readonly name: string; readonly value: string };
}

/**
 * Tells the vendor where to call back: a small interface of its own, which a provider may implement beside
 * `MessagingProvider` where the vendor has an API for it. What is registered at that address already is replaced.
 */
export interface CallbackRegistration {
  /** @throws ProviderError and nothing else; `rate_limited` also where the vendor's limit forbids to ask now */
  registerCallbacks(address: CallbackAddress): Promise<{ readonly id?: string }>;
}

/** Says what a person has to enter in the vendor's portal: for vendors without an API for it. */
export interface CallbackSteps {
  /** One sentence each. */
  callbackSteps(address: CallbackAddress): readonly string[];
}

/** Whether a provider can tell its vendor where to call back. */
export function hasCallbackRegistration<P extends object>(
  provider: P,
): provider is P & CallbackRegistration {
  return 'registerCallbacks' in provider;
}

/** Whether a provider can say what to enter in its vendor's portal. */
export function hasCallbackSteps<P extends object>(provider: P): provider is P & CallbackSteps {
  return 'callbackSteps' in provider;
}
