import { describe, expect, it } from '@jest/globals';
import type { ErrorCode } from 'waypost/messages';
import { ProviderError, type ProviderErrorInit } from 'waypost/providers';
import { providerProblem } from './provider-problem.js';

function told(init: ProviderErrorInit) {
  return providerProblem(new ProviderError('The vendor said no.', init), 'msg_1').problem;
}

describe("a provider's failure, as the caller is told it", () => {
  const statuses: readonly (readonly [ErrorCode, number])[] = [
    ['invalid', 422],
    ['unsupported', 422],
    ['rejected', 422],
    ['unauthorized', 502],
    ['rate_limited', 429],
    ['unavailable', 503],
    ['timeout', 504],
    ['unrecognized', 502],
  ];

  it.each(statuses)('keeps the code %s where nothing was sent, as %i', (code, status) => {
    expect(told({ code, mayHaveBeenSent: false })).toMatchObject({
      code,
      status,
      detail: 'The vendor said no.',
      mayHaveBeenSent: false,
      id: 'msg_1',
    });
  });

  it.each(statuses)('is outcome_unknown where it was %s and may have been sent', (code) => {
    expect(told({ code, mayHaveBeenSent: true })).toMatchObject({
      code: 'outcome_unknown',
      status: 502,
      mayHaveBeenSent: true,
      remedy: expect.stringContaining('Do not repeat the request blindly'),
    });
  });

  it('passes on what the vendor said, the scope and the pause in whole seconds', () => {
    const vendor = { status: 429, code: '130429', message: 'Rate limit hit' };
    const init = { code: 'rate_limited', mayHaveBeenSent: false, scope: 'sender', vendor } as const;
    expect(told({ ...init, retryAfter: 1.2 })).toMatchObject({
      vendor,
      scope: 'sender',
      retryAfter: 2,
    });
  });

  it('does not advise when to repeat what may have been sent', () => {
    const problem = told({ code: 'rate_limited', mayHaveBeenSent: true, retryAfter: 5 });
    expect(problem).not.toHaveProperty('retryAfter');
  });
});
