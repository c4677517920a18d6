import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../keys/public.decorator.js';
import { Metrics } from './metrics.js';

/**
 * What Prometheus asks for. It needs no key, as its like do not: it tells the ids of senders and how much waits, no
 * message and no recipient. Where even that is too much, a proxy in front keeps the path to itself.
 */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Public()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  readMetrics(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
