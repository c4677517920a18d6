import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

const WEB = /^https?:\/\/[^\s]+$/i;

/** An http or https URL. */
export function IsWebLink(): PropertyDecorator {
  const checks = ValidateBy(
    { name: 'isWebLink', validator: { validate: isWebLink } },
    {
      message: ({ property }) =>
        `\`${property}\` must be a URL that begins with https:// or http:// and has no spaces.`,
    },
  );
  return applyDecorators(checks, ApiProperty({ type: String, format: 'uri' }));
}

function isWebLink(value: unknown): boolean {
  return typeof value === 'string' && WEB.test(value) && URL.canParse(value);
}
