import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Store } from 'waypost/store';
import { ApiProblems } from './api-problems.decorator.js';
import { Drain } from './drain.js';
import { Health } from './health.dto.js';
import { ProblemException } from './problem.js';
import { Public } from './keys/public.decorator.js';
import { STORE } from './store.token.js';

const OK: Health = { status: 'ok' };

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(STORE) private readonly store: Store,
    private readonly drain: Drain,
  ) {}

  /** Tells whether the process runs: restart it if this fails. */
  @Get('live')
  @Public()
  @ApiOkResponse({ type: Health, description: 'It runs.' })
  checkLiveness(): Health {
    return OK;
  }

  /** Tells whether the gateway accepts messages: send it none while this fails, as it does when it cannot store any. */
  @Get('ready')
  @Public()
  @ApiOkResponse({ type: Health, description: 'It accepts messages.' })
  @ApiProblems('shutting_down', 'store_unavailable')
  checkReadiness(): Health {
    if (this.drain.draining) {
      throw new ProblemException('shutting_down', 'The gateway is stopping.');
    }
    const { ok, reason } = this.store.health();
    if (ok) return OK;
    const detail = `The store cannot be written: ${reason}.`;
    throw new ProblemException('store_unavailable', detail, { retryAfter: 1 });
  }
}
