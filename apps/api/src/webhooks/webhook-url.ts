import { isIP } from 'node:net';
import { isPublicAddress } from 'waypost/providers';
import type { ProblemError } from '../problem.dto.js';

const MAX_LENGTH = 2_048;

/**
 * What is wrong with the URL of an endpoint, if anything. What a name resolves to is not asked here but by the guard at
 * every connection.
 */
export function urlProblems(url: string, allowPrivate: boolean): ProblemError[] {
  const problem = problemOf(url, allowPrivate);
  return problem === undefined ? [] : [{ path: 'url', message: problem }];
}

function problemOf(text: string, allowPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) {
    return 'url must be a URL such as https://example.com/waypost.';
  }
  if (text.length > MAX_LENGTH) return `url must have at most ${MAX_LENGTH} characters.`;
  if (url.username !== '' || url.password !== '') {
    return 'url must carry no user name or password: requests are signed instead.';
  }
  if (url.hash !== '') return 'url must have no fragment, for it is never sent.';
  return allowPrivate ? undefined : privateProblem(url);
}

function privateProblem({ protocol, hostname }: URL): string | undefined {
  if (protocol !== 'https:') return 'url must begin with https://.';
  const host = hostname.replace(/^\[|\]$/g, '');
  const isPrivate = host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host));
  return isPrivate ? 'url must lead to a public host.' : undefined;
}
