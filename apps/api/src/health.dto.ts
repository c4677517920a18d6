import { ApiProperty } from '@nestjs/swagger';

/** That the gateway is well; where it is not, the answer is a problem instead. */
export class Health {
  @ApiProperty({ enum: ['ok'] })
  readonly status: 'ok';

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}
