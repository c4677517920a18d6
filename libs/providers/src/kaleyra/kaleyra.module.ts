import { Module } from '@nestjs/common';
import { providerModule } from '../provider.builder.js';
import { KaleyraProvider } from './kaleyra.provider.js';

/**
 * Kaleyra for Nest apps: `KaleyraModule.forRoot({ name: 'otp', sid, apiKey, phone })` or `forRootAsync`, as often as
 * there are numbers, each under its own name. Exports `providerToken(name)`.
 */
@Module({})
export class KaleyraModule extends providerModule(KaleyraProvider) {}
