import { ApiProperty } from '@nestjs/swagger';
import { MESSAGE_STATUSES } from 'waypost/store';

/** Documents a member as the status of a message. */
export function ApiMessageStatus(): PropertyDecorator {
  return ApiProperty({ enum: MESSAGE_STATUSES, enumName: 'MessageStatus' });
}
