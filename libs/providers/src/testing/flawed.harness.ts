import type { HttpService } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import fc from 'fast-check';
import type { Message } from 'waypost/messages';
import type { CallbackItem } from '../callback-item.js';
import { memoryHarness } from '../memory/memory.harness.js';
import type { MemoryOptions } from '../memory/memory.options.js';
import { MemoryProvider } from '../memory/memory.provider.js';
import { ProviderError } from '../provider-error.js';
import { providerModule } from '../provider.builder.js';
import type { Accepted, Callback, ProviderClass, SendContext } from '../provider.js';
import { conformanceChecks } from './conformance.js';

// Whether a flaw is noticed must not depend on luck.
fc.configureGlobal({ seed: 20261121 });

/** A provider with one flaw, and the beginning of the test's name that must notice it. */
export type Flaw = readonly [flaw: string, test: string, provider: ProviderClass<MemoryOptions>];

type Send = (message: Message, context: SendContext) => Promise<Accepted>;

/** A memory provider whose way of sending is wrapped. */
export function sending(
  wrap: (
    send: Send,
    message: Message,
    context: SendContext,
    options: MemoryOptions,
  ) => Promise<Accepted>,
): ProviderClass<MemoryOptions> {
  return class extends MemoryProvider {
    readonly #given: MemoryOptions;

    constructor(options: MemoryOptions, http: HttpService) {
      super(options, http);
      this.#given = options;
    }

    override send(message: Message, context: SendContext): Promise<Accepted> {
      return wrap((m, c) => super.send(m, c), message, context, this.#given);
    }
  };
}

/** A memory provider whose errors are replaced. */
export function failing(
  replace: (error: ProviderError, options: MemoryOptions) => Error,
): ProviderClass<MemoryOptions> {
  return sending((send, message, context, options) =>
    send(message, context).catch((error: ProviderError) => {
      throw replace(error, options);
    }),
  );
}

/** A memory provider that says the same of the fate of some messages, whatever is true. */
export function claiming(
  mayHaveBeenSent: boolean,
  where: (error: ProviderError) => boolean,
): ProviderClass<MemoryOptions> {
  return failing((error) =>
    where(error) ? new ProviderError(error.message, { ...error, mayHaveBeenSent }) : error,
  );
}

/** A memory provider whose items are changed. */
export function translating(
  wrap: (items: readonly CallbackItem[], callback: Callback) => unknown,
): ProviderClass<MemoryOptions> {
  return class extends MemoryProvider {
    override translate(callback: Callback): CallbackItem[] {
      return wrap(super.translate(callback), callback) as CallbackItem[];
    }
  };
}

/** A memory provider whose check of callbacks is wrapped. */
export function verifying(
  wrap: (verify: (callback: Callback) => void, callback: Callback) => void,
): ProviderClass<MemoryOptions> {
  return class extends MemoryProvider {
    override verify(callback: Callback): void {
      wrap((c) => super.verify(c), callback);
    }
  };
}

/** Runs the kit's tests whose names begin so, and returns the name of the first that the provider fails. */
export async function failedTest(
  provider: ProviderClass<MemoryOptions>,
  beginning: string,
): Promise<string | undefined> {
  @Module({})
  class FlawedModule extends providerModule(provider) {}
  for (const { number, promise, run } of conformanceChecks({
    ...memoryHarness,
    module: FlawedModule,
  })) {
    const name = `${number}. ${promise}`;
    if (!name.startsWith(beginning)) continue;
    try {
      await run();
    } catch {
      return name;
    }
  }
  return undefined;
}
