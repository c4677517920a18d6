import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { BODY_PROBLEMS, readBody } from '../http/read-body.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { SenderView } from '../senders/sender.dto.js';
import { CallbackRegistrationView, RotateCallbackToken } from './callback.dto.js';
import { CallbackRegistration } from './callback-registration.js';

@ApiTags('senders')
@Controller('v1/senders')
export class SenderCallbacksController {
  constructor(private readonly registration: CallbackRegistration) {}

  /**
   * Gives a sender a new callback address; the former one works on for a while.
   * @remarks Tell the vendor the new `callbackUrl` before the former one ends; `register-callbacks` does that where the
   * vendor has an API for it.
   */
  @Post(':id/callback-token')
  @HttpCode(200)
  @Authenticated('senders:manage')
  @ApiBody({ type: RotateCallbackToken, required: false })
  @ApiOkResponse({ type: SenderView, description: 'The sender, with its new address.' })
  @ApiProblems(
    ...BODY_PROBLEMS,
    'not_found',
    'too_many_secrets',
    'store_unavailable',
    'commit_unknown',
  )
  rotateCallbackToken(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<SenderView> {
    const { overlapSeconds } = readBody(RotateCallbackToken, body);
    return this.registration.rotate(caller, id, overlapSeconds);
  }

  /**
   * Tells the vendor where to call back, or tells you what to enter in the vendor's portal.
   * @remarks A header that proves callbacks is registered as well, unless the sender's options set one. Once a callback
   * has carried it, every one must.
   */
  @Post(':id/register-callbacks')
  @HttpCode(200)
  @Authenticated('senders:manage')
  @ApiOkResponse({
    type: CallbackRegistrationView,
    description: 'What was done, and what is left.',
  })
  @ApiProblems(
    'not_found',
    'callback_address_unknown',
    'vendor_refused',
    'store_unavailable',
    'commit_unknown',
  )
  registerCallbacks(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<CallbackRegistrationView> {
    return this.registration.register(caller, id);
  }
}
