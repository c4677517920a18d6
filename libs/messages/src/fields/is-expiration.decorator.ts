import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const SECONDS = /^\d{1,12}$/;

/** A time in whole seconds since 1970, as text or as a number, so many seconds ahead of now. */
export function IsExpiration(ahead: number): PropertyDecorator {
  const holds = (value: unknown): boolean => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || !SECONDS.test(text)) return false;
    return Number(text) >= Date.now() / 1000 + ahead;
  };
  const checks = ValidateBy(
    { name: 'isExpiration', validator: { validate: holds } },
    {
      message: ({ property }) =>
        `\`${property}\` must be a time in whole seconds since 1970, at least ${ahead} seconds from now.`,
    },
  );
  return applyDecorators(checks, ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }] }));
}
