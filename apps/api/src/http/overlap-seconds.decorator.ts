import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { MayBeLeftOut } from './may-be-left-out.decorator.js';

const MAX_SECONDS = 30 * 86_400;
const RULE = `overlapSeconds must be a whole number from 0 to ${MAX_SECONDS}, which is 30 days`;

/** Marks the optional member `overlapSeconds`: for how long a rotated secret still works beside its successor. */
export function OverlapSeconds(defaultSeconds: number): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      minimum: 0,
      maximum: MAX_SECONDS,
      default: defaultSeconds,
    }),
    MayBeLeftOut(),
    IsInt({ message: RULE }),
    Min(0, { message: RULE }),
    Max(MAX_SECONDS, { message: RULE }),
  );
}
