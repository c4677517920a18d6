import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsOptional,
  Matches,
} from 'class-validator';
import { SENDER_ID } from './sender-entry.js';

const MAX_SENDERS = 1_000;

/** Marks the optional member `senders`: the ids of those that something is limited to, null or left out meaning all. */
export function SenderIds(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: [String],
      nullable: true,
      minItems: 1,
      maxItems: MAX_SENDERS,
      uniqueItems: true,
      example: ['sandbox-gupshup'],
    }),
    IsOptional(),
    IsArray({ message: 'senders must be a list' }),
    ArrayNotEmpty({ message: 'senders must name at least one sender; leave it out for all' }),
    ArrayMaxSize(MAX_SENDERS, { message: `senders must name at most ${MAX_SENDERS} senders` }),
    ArrayUnique({ message: 'senders must name each sender once' }),
    Matches(SENDER_ID, { each: true, message: 'senders must be ids of senders' }),
  );
}
