// What is written by hand: a controller with a DTO that posts with Nest's HttpService. Nothing is stored.
import { HttpModule, HttpService } from '@nestjs/axios';
import { Body, Controller, HttpCode, Module, Post, UseGuards } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';
import { ApiKeyGuard } from './api-key.guard.js';
import { serve } from './nest-app.js';
import { SendDto } from './send.dto.js';
import { settings } from './settings.js';

const { vendorUrl, headers } = settings();

@Controller('messages')
@UseGuards(ApiKeyGuard)
class MessagesController {
  constructor(private readonly http: HttpService) {}

  @Post()
  @HttpCode(202)
  async send(@Body() { message }: SendDto): Promise<unknown> {
    const { data } = await firstValueFrom(this.http.post<unknown>(vendorUrl, message, { headers }));
    return data;
  }
}

@Module({ imports: [HttpModule.register({ timeout: 5_000 })], controllers: [MessagesController] })
class PassThroughModule {}

await serve(PassThroughModule);
