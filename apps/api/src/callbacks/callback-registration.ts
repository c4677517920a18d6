import { Injectable } from '@nestjs/common';
import { hasCallbackRegistration, hasCallbackSteps, ProviderError } from 'waypost/providers';
import type { Caller } from '../keys/caller.js';
import { ProblemException } from '../problem.js';
import { SenderService } from '../senders/sender-service.js';
import type { SenderView } from '../senders/sender.dto.js';
import { withRemedy } from '../with-remedy.js';
import type { CallbackRegistrationView } from './callback.dto.js';
import { Doors } from './doors.js';

const DEFAULT_OVERLAP_SECONDS = 7 * 86_400;

/** Has vendors call the gateway back. */
@Injectable()
export class CallbackRegistration {
  constructor(
    private readonly senders: SenderService,
    private readonly doors: Doors,
  ) {}

  /** @throws ProblemException `not_found`, `too_many_secrets` */
  async rotate(caller: Caller, id: string, overlapSeconds?: number): Promise<SenderView> {
    await this.senders.get(caller, id);
    await this.doors.rotate(id, (overlapSeconds ?? DEFAULT_OVERLAP_SECONDS) * 1_000);
    return this.senders.get(caller, id);
  }

  /** @throws ProblemException `not_found`, `callback_address_unknown`, `vendor_refused` */
  async register(caller: Caller, id: string): Promise<CallbackRegistrationView> {
    const { callbackUrl, credentials } = await this.senders.get(caller, id);
    const provider = this.doors.reader(id);
    if (callbackUrl === null || !provider) throw noAddress(id);
    // A secret that the operator has set is the provider's own to tell.
    const isSet = credentials.includes('callbackSecret');
    if (isSet) await this.doors.forgetHeader(id);
    const made = isSet ? undefined : await this.doors.header(id);
    const header = made && { name: made.name, value: made.value };
    const address = { url: callbackUrl, ...(header && { header }) };
    const known = { callbackUrl, ...(header && { header }) };
    if (!hasCallbackRegistration(provider)) {
      const steps = hasCallbackSteps(provider) ? provider.callbackSteps(address) : [];
      return { registered: false, ...known, steps };
    }
    try {
      const { id: vendorId } = await provider.registerCallbacks(address);
      return { registered: true, ...known, ...(vendorId && { vendorId }), steps: [] };
    } catch (error) {
      throw error instanceof ProviderError ? refused(error) : error;
    }
  }
}

function noAddress(id: string): ProblemException {
  const detail = `The callback address of sender ${id} is not known: check the options of the sender, and set PUBLIC_URL.`;
  return new ProblemException('callback_address_unknown', detail);
}

function refused({ message, retryAfter, entry }: ProviderError): ProblemException {
  return new ProblemException(
    'vendor_refused',
    withRemedy(message, entry?.remedy),
    retryAfter === undefined ? {} : { retryAfter },
  );
}
