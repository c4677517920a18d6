import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from './api-problems.decorator.js';
import { Drain } from './drain.js';
import { Health } from './health.dto.js';
import { ProblemException } from './problem.js';
import { Public } from './keys/public.decorator.js';

const OK: Health = { status: 'ok' };

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly drain: Drain) {}

  /** Tells whether the process runs: restart it where this fails. */
  @Get('live')
  @Public()
  @ApiOkResponse({ type: Health, description: 'It runs.' })
  checkLiveness(): Health {
    return OK;
  }

  /** Tells whether the gateway takes messages: send it none where this fails, as it does while the gateway stops. */
  @Get('ready')
  @Public()
  @ApiOkResponse({ type: Health, description: 'It takes messages.' })
  @ApiProblems('shutting_down')
  checkReadiness(): Health {
    if (!this.drain.draining) return OK;
    throw new ProblemException('shutting_down', 'The gateway is stopping.');
  }
}
