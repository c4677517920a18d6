import type { HttpService } from '@nestjs/axios';
import {
  ConfigurableModuleBuilder,
  type ConfigurableModuleCls,
  type DynamicModule,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { createHttp, type TransportOptions } from './http/transport.js';
import { InvalidOptions, parseOptions, type OptionProblem } from './parse-options.js';
import type { ProviderClass } from './provider.js';
import { nameClash, providerHttpToken, providerToken } from './provider.tokens.js';

/** What a provider's module takes besides the provider's own options; static even where those come from a factory. */
export interface ProviderExtras {
  /**
   * The name of this instance, unique among all providers of the application, which does not boot otherwise.
   * @default the provider's kind, such as `gupshup`
   */
  readonly name?: string | undefined;
  /** Timeouts, and whether private addresses may be called (for development and tests). */
  readonly transport?: TransportOptions | undefined;
}

/** A provider's module class: `forRoot({ name, …options })`, and `forRootAsync({ name, inject, useFactory })`. */
export type ProviderModuleClass<O extends object> = ConfigurableModuleCls<
  O,
  'forRoot',
  'create',
  ProviderExtras
>;

/**
 * The module through which Nest apps use a provider. It exports `providerToken(name)` and, for interceptors,
 * `providerHttpToken(name)`. Each `forRoot` is a module instance of its own, so several of one kind live side by side.
 *
 * @example
 * ```ts
 * @Module({})
 * export class AcmeModule extends providerModule(AcmeProvider) {}
 * ```
 */
export function providerModule<O extends object>(
  provider: ProviderClass<O>,
): ProviderModuleClass<O> {
  const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<O>({
    moduleName: provider.kind,
  })
    .setClassMethodName('forRoot')
    .setExtras<ProviderExtras>({ name: provider.kind, transport: {} }, withProvider)
    .build();
  return ConfigurableModuleClass;

  function withProvider(definition: DynamicModule, extras: ProviderExtras): DynamicModule {
    const name = extras.name ?? provider.kind;
    const http = providerHttpToken(name);
    const token = providerToken(name);
    return {
      ...definition,
      providers: [
        ...(definition.providers ?? []),
        { provide: http, useFactory: () => createHttp(extras.transport) },
        {
          provide: token,
          inject: [MODULE_OPTIONS_TOKEN, http, ModulesContainer],
          useFactory: (options: unknown, service: HttpService, modules: ModulesContainer) => {
            if (ownersOf(token, modules) > 1) throw nameClash(name);
            return new provider(optionsOf(provider, options, name), service);
          },
        },
      ],
      exports: [...(definition.exports ?? []), token, http],
    };
  }
}

// Where several modules provide one token, Nest lets the last one win without a word.
function ownersOf(token: string, modules: ModulesContainer): number {
  return [...modules.values()].filter(({ providers }) => providers.has(token)).length;
}

/** @throws InvalidOptions, which also says where the extras belong that a factory returns among the options */
function optionsOf<O extends object>(
  provider: ProviderClass<O>,
  options: unknown,
  name: string,
): O {
  try {
    return parseOptions(provider, options, name);
  } catch (error) {
    if (!(error instanceof InvalidOptions)) throw error;
    throw new InvalidOptions(provider.kind, name, error.wrong.map(placed));
  }
}

function placed(problem: OptionProblem): OptionProblem {
  const { option } = problem;
  if (option !== 'name' && option !== 'transport') return problem;
  const message = `There is no option ${option}: it stands beside useFactory, not in what that returns.`;
  return { option, message };
}
