import { Module } from '@nestjs/common';
import { providerModule } from '../provider.builder.js';
import { GupshupProvider } from './gupshup.provider.js';

/**
 * Gupshup as a Nest module.
 *
 * @example
 * ```ts
 * GupshupModule.forRoot({ name: 'india', appId, token })
 * ```
 */
@Module({})
export class GupshupModule extends providerModule(GupshupProvider) {}
