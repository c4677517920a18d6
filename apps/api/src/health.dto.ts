import { ApiProperty } from '@nestjs/swagger';

/** Says that the gateway is well; if it is not, the answer is a problem instead. */
export class Health {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}
