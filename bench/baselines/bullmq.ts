// The usual recipe for a queue: the same controller puts a job into BullMQ, whose worker posts it.
import { HttpModule, HttpService } from '@nestjs/axios';
import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Body, Controller, HttpCode, Module, Post, UseGuards } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { firstValueFrom } from 'rxjs';
import { ApiKeyGuard } from './api-key.guard.js';
import { serve } from './nest-app.js';
import { SendDto, type MessageDto } from './send.dto.js';
import { settings } from './settings.js';

const QUEUE = 'messages';
const { vendorUrl, headers } = settings();

@Controller('messages')
@UseGuards(ApiKeyGuard)
class MessagesController {
  constructor(@InjectQueue(QUEUE) private readonly queue: Queue<MessageDto>) {}

  @Post()
  @HttpCode(202)
  async send(@Body() { message }: SendDto): Promise<{ id: string | undefined }> {
    const { id } = await this.queue.add('send', message);
    return { id };
  }
}

@Processor(QUEUE, { concurrency: 50 })
class MessagesProcessor extends WorkerHost {
  constructor(private readonly http: HttpService) {
    super();
  }

  async process({ data }: Job<MessageDto>): Promise<unknown> {
    const { data: answer } = await firstValueFrom(
      this.http.post<unknown>(vendorUrl, data, { headers }),
    );
    return answer;
  }
}

@Module({
  imports: [
    HttpModule.register({ timeout: 5_000 }),
    BullModule.forRoot({
      connection: { host: '127.0.0.1', port: Number(process.env.REDIS_PORT) },
      defaultJobOptions: {
        attempts: 5,
        backoff: { type: 'exponential', delay: 1_000 },
        removeOnComplete: true,
        removeOnFail: 1_000,
      },
    }),
    BullModule.registerQueue({ name: QUEUE }),
  ],
  controllers: [MessagesController],
  providers: [MessagesProcessor],
})
class QueueModule {}

await serve(QueueModule);
