import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../api-problems.decorator.js';
import { Authenticated } from '../keys/authenticated.decorator.js';
import type { Caller } from '../keys/caller.js';
import { CurrentCaller } from '../keys/current-caller.decorator.js';
import { InboundArchive } from './inbound-archive.js';
import { InboundMediaFiles } from './inbound-media.js';
import { ApiPage, ApiPeriod } from '../paging.js';
import { MAX_LIMIT, readInboundQuery } from './inbound-query.js';
import { InboundMessage, InboundMessagePage } from './inbound.dto.js';

const OPTIONAL = { required: false, type: String } as const;

@ApiTags('inbound')
@Controller('v1/inbound')
export class InboundController {
  constructor(
    private readonly archive: InboundArchive,
    private readonly files: InboundMediaFiles,
  ) {}

  /**
   * Lists what users wrote to the key's senders, newest first.
   * @remarks Pages do not shift while new messages arrive.
   */
  @Get()
  @Authenticated('messages:read')
  @ApiQuery({ name: 'sender', ...OPTIONAL })
  @ApiQuery({
    name: 'from',
    ...OPTIONAL,
    description: "The user's phone number or business-scoped user id.",
  })
  @ApiQuery({ name: 'type', ...OPTIONAL, description: "Meta's type, such as `text`." })
  @ApiPeriod('Received')
  @ApiPage(MAX_LIMIT)
  @ApiOkResponse({ type: InboundMessagePage, description: "A page of users' messages." })
  @ApiProblems('validation_failed', 'internal_error', 'store_unavailable')
  listInbound(
    @Query() query: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<InboundMessagePage> {
    return this.archive.list(readInboundQuery(query), caller);
  }

  /** Shows a message of a user. */
  @Get(':id')
  @Authenticated('messages:read')
  @ApiOkResponse({ type: InboundMessage, description: 'The message.' })
  @ApiProblems('not_found', 'internal_error', 'store_unavailable')
  getInbound(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<InboundMessage> {
    return this.archive.get(id, caller);
  }

  /** Serves the file of a message, if the gateway has downloaded it (MEDIA_DOWNLOAD=true). */
  @Get(':id/media')
  @Authenticated('messages:read')
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'private, no-store')
  @ApiProduces('*/*')
  @ApiOkResponse({
    description: 'The file, as an attachment under the media type that the vendor gives it.',
    content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiProblems(
    'not_found',
    'no_media',
    'media_missing',
    'media_not_downloaded',
    'media_not_ready',
    'media_failed',
    'internal_error',
    'store_unavailable',
  )
  async getInboundMedia(
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const row = await this.archive.find(id, caller);
    const { bytes, size, type, disposition } = await this.files.open(row);
    return new StreamableFile(bytes, { type, length: size, disposition });
  }
}
