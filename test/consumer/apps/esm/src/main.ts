import 'reflect-metadata';
import { Inject, Injectable, Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { examples, SendMessageDto, validateMessage, type Message } from 'waypost/messages';
import {
  ProviderRegistry,
  ProvidersModule,
  providerToken,
  type MessagingProvider,
} from 'waypost/providers';
import { GupshupModule } from 'waypost/providers/gupshup';
import { KaleyraModule } from 'waypost/providers/kaleyra';

const baseUrl = process.env.VENDOR_URL ?? '';
// The test's vendor listens on loopback without TLS.
const transport = { allowPrivate: true };

@Injectable()
class Settings {
  kaleyra(name: string) {
    return { sid: `SID-${name}`, apiKey: `key-${name}`, phone: '+919876500001', baseUrl };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class Shop {
  constructor(
    @Inject(providerToken('gupshup')) private readonly gupshup: MessagingProvider,
    private readonly providers: ProviderRegistry,
  ) {}

  sendAll(message: Message) {
    return Promise.all([
      this.gupshup.send(message, { attemptRef: 'order-1.1' }),
      this.providers.get('otp').send(message, { attemptRef: 'order-2.1', labels: ['otp'] }),
      this.providers.get('marketing').send(message, { attemptRef: 'order-3.1' }),
    ]);
  }
}

@Module({
  imports: [
    ProvidersModule.forRoot([
      GupshupModule.forRoot({ transport, appId: 'app-1', token: 'sk_consumer', baseUrl }),
      KaleyraModule.forRootAsync({
        name: 'otp',
        transport,
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: Settings) => settings.kaleyra('otp'),
      }),
      KaleyraModule.forRootAsync({
        name: 'marketing',
        transport,
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: Settings) => settings.kaleyra('marketing'),
      }),
    ]),
  ],
  providers: [Shop],
})
class AppModule {}

// The compiler's metadata is what a pipe converts by, so it is the built classes that must stand it.
const pipe = new ValidationPipe({
  transform: true,
  transformOptions: { enableImplicitConversion: true },
});
for (const message of Object.values(examples)) {
  await pipe.transform({ sender: 'shop', message }, { type: 'body', metatype: SendMessageDto });
}

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
const { message, problems } = validateMessage({
  to: '+91 98765 00001',
  type: 'video',
  video: { id: '1166846181421424', caption: 'Splendid festive celebrations' },
});
if (!message) throw new Error(JSON.stringify(problems));
const accepted = await app.get(Shop).sendAll(message);
process.stdout.write(JSON.stringify(accepted.map(({ providerMessageId }) => providerMessageId)));
await app.close();
