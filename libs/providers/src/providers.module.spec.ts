import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { IsOptional, IsString, Length } from 'class-validator';
import type { HttpService } from '@nestjs/axios';
import { describe, expect, it } from '@jest/globals';
import type { Message } from 'waypost/messages';
import { KaleyraProvider } from './kaleyra/kaleyra.provider.js';
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

  it('refuses two providers of one name in one application, wherever they are imported', async () => {
    const [first, second] = ['token-1', 'token-2'].map((token) =>
      AcmeModule.forRoot({ token, region: 'in' }),
    ) as [DynamicModule, DynamicModule];
    const compiled = (...imports: DynamicModule[]) =>
      Test.createTestingModule({ imports }).compile();
    await expect(compiled(first, second)).rejects.toThrow(
      'Two providers are called "acme"; give each its own name.',
    );
    await expect(compiled(first, { module: class Shop {}, imports: [second] })).rejects.toThrow(
      'Two providers are called "acme"; give each its own name.',
    );
  });

  it('lets several modules import one provider, and several applications use one name', async () => {
    const shared = AcmeModule.forRoot({ token: 'token-1', region: 'in' });
    const other = AcmeModule.forRoot({ token: 'token-2', region: 'in' });
    const app = { imports: [shared, { module: class Shop {}, imports: [shared] }] };
    await expect(Test.createTestingModule(app).compile()).resolves.toBeDefined();
    await expect(Test.createTestingModule({ imports: [other] }).compile()).resolves.toBeDefined();
  });

  it.each(['name', 'transport'])('says where %s belongs that a factory gives', async (extra) => {
    const useFactory = () => ({ token: 'token-1', region: 'eu', tokn: 'x', [extra]: 'x' });
    const error = await boot(AcmeModule.forRootAsync({ useFactory })).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InvalidOptions);
    expect((error as InvalidOptions).problems).toEqual([
      'There is no option tokn.',
      `There is no option ${extra}: it stands beside useFactory, not in what that returns.`,
    ]);
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

  it('says once what several rules of an option say alike', () => {
    const options = { sid: 'S', apiKey: 'K', phone: '+919876500001', mediaHosts: 'x' };
    expect(() => parseOptions(KaleyraProvider, options, 'one')).toThrow(
      /^[^-]*- Option mediaHosts must be a list of host names, such as files\.example\.com or \*\.files\.example\.com\.$/,
    );
  });
});
