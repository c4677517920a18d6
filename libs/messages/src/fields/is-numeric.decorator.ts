import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const DECIMAL = /^-?\d{1,20}(\.\d{1,20})?$/;
const WHOLE = /^-?\d{1,20}$/;

/** A decimal number in these bounds, or the same as text, for Meta's pages show both; kept as it came. */
export function IsNumeric(min: number, max: number): PropertyDecorator {
  return numeric(min, max, DECIMAL, 'number');
}

/** A whole number in these bounds, or the same as text; kept as it came. */
export function IsWhole(min: number, max: number): PropertyDecorator {
  return numeric(min, max, WHOLE, 'integer');
}

function numeric(
  min: number,
  max: number,
  text: RegExp,
  type: 'number' | 'integer',
): PropertyDecorator {
  const holds = (value: unknown): boolean => {
    const shown = typeof value === 'number' ? String(value) : value;
    if (typeof shown !== 'string') return false;
    const number = Number(shown);
    const wellFormed = typeof value === 'number' ? isFinite(number) : text.test(shown);
    const whole = type === 'number' || Number.isSafeInteger(number);
    return wellFormed && whole && number >= min && number <= max;
  };
  const kind = type === 'number' ? 'a number' : 'a whole number';
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  const checks = ValidateBy(
    { name: 'isNumeric', validator: { validate: holds } },
    { message: ({ property }) => `\`${property}\` must be ${kind} ${bounds}.` },
  );
  return applyDecorators(
    checks,
    ApiProperty({
      oneOf: [{ type, minimum: min, maximum: max }, { type: 'string' }],
    }),
  );
}
