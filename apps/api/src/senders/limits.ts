import type { SenderLimits } from 'waypost/delivery';
import type { ProblemError } from '../problem.dto.js';
import { isMembers, unknownMembers } from '../members.js';

interface LimitRule {
  readonly isMet: (value: unknown) => boolean;
  readonly rule: string;
}

const RULES: Readonly<Record<keyof SenderLimits, LimitRule>> = {
  messagesPerSecond: {
    isMet: (value) => isNumber(value) && value > 0 && value <= 10_000,
    rule: 'must be a number above 0, at most 10000',
  },
  concurrency: {
    isMet: (value) => isNumber(value) && Number.isInteger(value) && value > 0 && value <= 1_000,
    rule: 'must be a whole number from 1 to 1000',
  },
  pairRate: {
    isMet: (value) => typeof value === 'boolean',
    rule: 'must be true or false',
  },
};

/** Reads the limits of a sender, and adds to `problems` whatever is wrong with them. */
export function readLimits(given: unknown, problems: ProblemError[]): SenderLimits {
  if (given === undefined) return {};
  if (!isMembers(given)) {
    problems.push({ path: 'limits', message: 'Field limits must be an object.' });
    return {};
  }
  const wrong = unknownMembers(given, Object.keys(RULES), 'limit', 'limits.');
  for (const [name, { isMet, rule }] of Object.entries(RULES)) {
    const value = given[name];
    if (value === undefined || isMet(value)) continue;
    wrong.push({ path: `limits.${name}`, message: `Limit ${name} ${rule}.` });
  }
  problems.push(...wrong);
  return wrong.length === 0 ? given : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
