import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Reads } from '../validation/reads.decorator.js';

/** Exactly this word, in any case, for Meta's samples write `catalog` and `CATALOG`; kept in lower case. */
export function IsKeyword(word: string): PropertyDecorator {
  const reads = Reads({
    name: 'isKeyword',
    read: (value) => (typeof value === 'string' && value.toLowerCase() === word ? word : undefined),
    what: `\`${word}\``,
  });
  return applyDecorators(reads, ApiProperty({ type: String, enum: [word] }));
}
