import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, type ProblemCode } from './problem-code.js';
import { Problem } from './problem.dto.js';
import { problem, PROBLEM_TYPE } from './problem.js';

/** The statuses that may carry Retry-After. */
const RETRIED = [429, 503];
const RETRY_AFTER = {
  'Retry-After': {
    description: 'How many seconds to wait before repeating the request, if that is known.',
    schema: { type: 'integer' },
  },
} as const;

const CHALLENGE = {
  'WWW-Authenticate': {
    description: 'How to send the key: `Bearer`, in the header Authorization.',
    schema: { type: 'string' },
  },
} as const;

/** Documents the problems that a handler may answer with: one response per status, with an example per code. */
export function ApiProblems(...codes: readonly ProblemCode[]): MethodDecorator {
  const statuses = new Set(codes.map((code) => PROBLEMS[code].status));
  const responses = [...statuses].map((status) =>
    describe(
      status,
      codes.filter((code) => PROBLEMS[code].status === status),
    ),
  );
  return applyDecorators(ApiExtraModels(Problem), ...responses);
}

function describe(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const examples = codes.map((code) => {
    const { title, meaning } = PROBLEMS[code];
    return [code, { summary: title, value: problem(code, meaning) }] as const;
  });
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].meaning}`).join('\n\n'),
    ...(RETRIED.includes(status) && { headers: RETRY_AFTER }),
    ...(status === 401 && { headers: CHALLENGE }),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: getSchemaPath(Problem) },
        examples: Object.fromEntries(examples),
      },
    },
  });
}
