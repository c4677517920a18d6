import { Module, type DynamicModule } from '@nestjs/common';
import type { MessagingProvider } from './provider.js';
import { ProviderRegistry } from './provider-registry.js';
import { nameClash, providerNameOf } from './provider.tokens.js';

/**
 * Several providers behind one registry.
 *
 * @example
 * ```ts
 * ProvidersModule.forRoot([
 *   GupshupModule.forRoot({ name: 'india', appId, token }),
 *   KaleyraModule.forRootAsync({ name: 'otp', inject: [ConfigService], useFactory: (config) => ({ … }) }),
 * ])
 * ```
 */
@Module({})
export class ProvidersModule {
  /** @throws Error at once where two modules share a name */
  static forRoot(modules: readonly DynamicModule[]): DynamicModule {
    const tokens = modules.flatMap((module) =>
      (module.exports ?? []).filter((token) => providerNameOf(token) !== undefined),
    ) as string[];
    const repeated = tokens.find((token, index) => tokens.indexOf(token) !== index);
    if (repeated) throw nameClash(providerNameOf(repeated) ?? '');
    return {
      module: ProvidersModule,
      imports: [...modules],
      providers: [
        {
          provide: ProviderRegistry,
          inject: tokens,
          useFactory: (...providers: MessagingProvider[]) =>
            new ProviderRegistry(
              providers.map((provider, i) => [providerNameOf(tokens[i]) ?? '', provider] as const),
            ),
        },
      ],
      exports: [ProviderRegistry, ...modules],
    };
  }
}
