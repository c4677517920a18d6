import { ApiProperty } from '@nestjs/swagger';

/** Says that a message would be accepted; if it would not, the answer is a problem instead. */
export class MessageValid {
  /** Always true. */
  @ApiProperty({ enum: [true] })
  readonly valid: true;

  /** Set in demo mode. */
  readonly sandbox?: boolean;
}
