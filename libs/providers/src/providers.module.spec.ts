import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsOptional, IsString, Length } from 'class-validator';
import type { HttpService } from '@nestjs/axios';
import { describe, expect, it } from '@jest/globals';
import type { Message } from 'waypost/messages';
import { InvalidOptions, parseOptions } from './parse-options.js';
import type { CallbackItem } from './callback-item.js';
import type { Accepted, MessagingProvider } from './provider.js';
import { providerModule } from './provider.builder.js';
import { ProviderRegistry } from './provider-registry.js';
import { providerHttpToken, providerToken } from './provider.tokens.js';
import { ProvidersModule } from './providers.module.js';

class AcmeOptions {
  @IsString()
  @Length(4, 20)
  token!: string;

  @IsOptional()
  @IsString()
  region = 'eu';
}

class AcmeProvider implements MessagingProvider {
  static readonly kind = 'acme';
  static readonly Options = AcmeOptions;
  readonly correlation = 'id';

  static accountKey(): string {
    return 'acme';
  }

  constructor(
    readonly options: AcmeOptions,
    readonly http: HttpService,
  ) {}

  supports(_message: Message): boolean {
    return true;
  }
  send(): Promise<Accepted> {
    return Promise.resolve({ raw: {} });
  }
  verify(): void {
    return undefined;
  }
  translate(): CallbackItem[] {
    return [];
  }
}

@Module({})
class AcmeModule extends providerModule(AcmeProvider) {}

const boot = (...imports: Parameters<typeof ProvidersModule.forRoot>[0][number][]) =>
  Test.createTestingModule({ imports: [ProvidersModule.forRoot(imports)] }).compile();

describe('a provider module', () => {
  it('gives several instances of one kind, each with its own options and its own HttpService', async () => {
    const app = await boot(
      AcmeModule.forRoot({ name: 'one', token: 'token-1', region: 'in' }),
      AcmeModule.forRootAsync({
        name: 'two',
        useFactory: () => Promise.resolve({ token: 'token-2', region: 'eu' }),
      }),
    );
    const registry = app.get(ProviderRegistry);
    const one = registry.get('one') as AcmeProvider;
    const two = registry.get('two') as AcmeProvider;
    expect(registry.names()).toEqual(['one', 'two']);
    expect([one.options.token, two.options.token]).toEqual(['token-1', 'token-2']);
    expect(one.http).not.toBe(two.http);
    expect(app.get(providerHttpToken('one'), { strict: false })).toBe(one.http);
  });

  it('can be used alone, by its token, under its kind as default name', async () => {
    @Injectable()
    class Shop {
      constructor(@Inject(providerToken('acme')) readonly provider: MessagingProvider) {}
    }
    const app = await Test.createTestingModule({
      imports: [AcmeModule.forRoot({ token: 'token-1', region: 'in' })],
      providers: [Shop],
    }).compile();
    expect(app.get(Shop).provider).toBeInstanceOf(AcmeProvider);
  });

  it('refuses two providers of one name', () => {
    const module = AcmeModule.forRoot({ name: 'one', token: 'token-1', region: 'in' });
    expect(() => ProvidersModule.forRoot([module, module])).toThrow(
      'Two providers are called "one"; give each its own name.',
    );
  });

  it('names the configured providers where one is asked for that is not there', async () => {
    const app = await boot(AcmeModule.forRoot({ name: 'one', token: 'token-1', region: 'in' }));
    expect(() => app.get(ProviderRegistry).get('uno')).toThrow(
      'No provider is called "uno"; configured: one.',
    );
  });

  it('fails at boot where options are wrong, naming instance and option and no value', async () => {
    const wrong = { name: 'one', token: 'abc', region: 7 } as never;
    const error = await boot(AcmeModule.forRoot(wrong)).catch((reason: unknown) => reason);
    expect(String(error)).toContain('The acme provider "one" cannot be configured');
    expect(String(error)).toContain('token');
    expect(String(error)).toContain('region');
    expect(String(error)).not.toMatch(/abc|7/);
  });
});

describe('parsing options', () => {
  it('fills in the defaults', () => {
    expect(parseOptions(AcmeProvider, { token: 'token-1' }, 'one')).toEqual({
      token: 'token-1',
      region: 'eu',
    });
  });

  it.each([undefined, null, [], 'token', 7])('refuses %j as options', (input) => {
    expect(() => parseOptions(AcmeProvider, input, 'one')).toThrow(InvalidOptions);
  });

  it('refuses an option that is not there', () => {
    expect(() => parseOptions(AcmeProvider, { token: 'token-1', tokn: 'x' }, 'one')).toThrow(
      'There is no option tokn.',
    );
  });
});
