import { Module } from '@nestjs/common';
import { providerModule } from '../provider.builder.js';
import { MemoryProvider } from './memory.provider.js';

/** The memory provider for Nest apps: `MemoryModule.forRoot({ name: 'demo' })`. Exports `providerToken(name)`. */
@Module({})
export class MemoryModule extends providerModule(MemoryProvider) {}
