import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { QueryReader } from './query-reader.js';

const DEFAULT_LIMIT = 50;

/** Which part of a list is wanted. */
export interface PageRange {
  /** The position that the page before ended at; undefined for the first page. */
  readonly before?: number;
  /** How many rows at most. */
  readonly limit: number;
}

/** Reads `limit` and `cursor`, which `ApiPage` documents. */
export function readPage(query: QueryReader, maxLimit: number): PageRange {
  return {
    limit: readLimit(query, maxLimit),
    before: query.parse('cursor', readCursor, CURSOR_RULE),
  };
}

/** Reads `limit`. */
export function readLimit(query: QueryReader, maxLimit: number): number {
  return query.whole('limit', 1, maxLimit) ?? DEFAULT_LIMIT;
}

/** What is said of a cursor that is none. */
export const CURSOR_RULE = { rule: 'must be the nextCursor of a page' };

/** The cursor of the page that ends before this position. */
export function cursorOf(next: number | null): string | null {
  return next === null ? null : `m${next.toString(36)}`;
}

function readCursor(text: string): number | undefined {
  const position = /^m[0-9a-z]{1,11}$/.test(text) ? parseInt(text.slice(1), 36) : NaN;
  return Number.isSafeInteger(position) ? position : undefined;
}

/** Documents the parameters `limit` and `cursor` of a list. */
export function ApiPage(maxLimit: number): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'cursor',
      ...OPTIONAL,
      description: 'The `nextCursor` of the page before.',
    }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: maxLimit, default: DEFAULT_LIMIT },
    }),
  );
}

/** Documents the parameters `since` and `until` of a list, about the time at which its members were `happened`. */
export function ApiPeriod(happened: string): MethodDecorator {
  const time = { ...OPTIONAL, format: 'date-time' } as const;
  return applyDecorators(
    ApiQuery({ name: 'until', ...time, description: `${happened} before.` }),
    ApiQuery({ name: 'since', ...time, description: `${happened} at or after.` }),
  );
}

const OPTIONAL = { required: false, type: String } as const;
