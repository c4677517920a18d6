import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import { parseTime } from '../time/parse-time.js';

/** An ISO 8601 date and time with its zone, for which `holds` is true; `rule` ends the sentence that says so. */
export function IsTime(
  rule = '',
  holds: (time: number, now: number) => boolean = () => true,
): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    const time = parseTime(value);
    return time !== undefined && holds(time, Date.now());
  };
  const checks = ValidateBy(
    { name: 'isTime', validator: { validate } },
    {
      message: ({ property }) =>
        `\`${property}\` must be a date and time with its zone, such as 2027-02-25T09:30:00+05:30${rule}.`,
    },
  );
  return applyDecorators(checks, ApiProperty({ type: String, format: 'date-time' }));
}
