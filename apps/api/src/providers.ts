import { GupshupProvider } from 'waypost/providers/gupshup';
import { KaleyraProvider } from 'waypost/providers/kaleyra';
import { MemoryProvider } from 'waypost/providers/memory';
import { providerKind } from './senders/provider-kind.js';

/** The kinds of provider a sender may name. A new provider is one new folder, and one more line here. */
export const PROVIDERS = [
  providerKind(GupshupProvider),
  providerKind(KaleyraProvider),
  providerKind(MemoryProvider),
];
