import type { ErrorCode, ErrorEntry } from 'waypost/messages';
import { ProviderError } from '../provider-error.js';
import { EGRESS_REMEDY } from './egress-guard.js';
import { TransportError, type TransportFailure } from './transport-error.js';

const CODE_OF: Readonly<Record<TransportFailure, ErrorCode>> = {
  connect: 'unavailable',
  egress: 'unauthorized',
  timeout: 'timeout',
  aborted: 'timeout',
  broken: 'unavailable',
  address: 'unauthorized',
  request: 'invalid',
  // Such as one that asks for a token: time may help, and nothing is wrong with the message.
  interceptor: 'unavailable',
};

/** The one failure with an entry that is no vendor's: without it, it would be told as the vendor's doing. */
const EGRESS: ErrorEntry = Object.freeze({
  source: 'waypost',
  vendorCode: 'egress',
  code: 'unauthorized',
  title: 'Refused by the egress guard',
  retry: 'pause',
  scope: 'sender',
  actor: 'operator',
  remedy: `Private addresses and plain http are refused: in baseUrl of the options of the sender, ${EGRESS_REMEDY}.`,
  link: 'https://www.rfc-editor.org/rfc/rfc6890',
});

/**
 * What is told of a request without a whole answer: whether a byte of it was written, and who is at fault. Never the
 * error itself: it may hold the request with its credentials.
 */
export function lost(error: unknown, url: string, written: boolean): ProviderError {
  const told =
    error instanceof TransportError ? error : new TransportError('request', nameOf(error));
  const { failure } = told;
  const outcome = written ? 'It may have been sent.' : 'Nothing was sent.';
  return new ProviderError(`${sentence(told, url)} ${outcome}`, {
    code: CODE_OF[failure],
    mayHaveBeenSent: written,
    scope: CODE_OF[failure] === 'unauthorized' ? 'sender' : undefined,
    entry: failure === 'egress' ? EGRESS : undefined,
  });
}

/** All that is told of an error that is not ours: its message may hold anything. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function sentence({ failure, reason }: TransportError, url: string): string {
  if (failure === 'address') {
    return 'The address of the request is no http or https URL: correct baseUrl in the options of the sender.';
  }
  const host = URL.canParse(url) ? new URL(url).origin : 'the address of the options';
  if (failure === 'egress') {
    return `The egress guard, and not the vendor, refused the request to ${host}: ${reason}.`;
  }
  if (failure === 'request') return `HTTP cannot carry the request to ${host} (${reason}).`;
  if (failure === 'interceptor') {
    return `The request to ${host} was not made: an interceptor of the HttpService ${reason}.`;
  }
  return `The request to ${host} has no answer (${failure}: ${reason}).`;
}
