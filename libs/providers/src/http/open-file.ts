import type { Readable } from 'node:stream';
import type { HttpService } from '@nestjs/axios';
import type { AxiosAdapter } from 'axios';
import { Agent } from 'undici';
import { EgressRefused, guardedConnector } from './egress-guard.js';
import { TransportError, type TransportFailure } from './transport-error.js';
import { settingsOf, transportOf } from './transport.js';

/** A file that is asked for. */
export interface FileRequest {
  readonly url: URL;
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds within which the answer must begin, and each further part of it come.
   * @default 30000
   */
  readonly idleMs?: number | undefined;
}

/** An answer whose bytes are read as they come. */
export interface FileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Must be read to its end or destroyed. What it fails with is explained by `whyBroken`. */
  readonly body: Readable;
}

const agents = new WeakMap<AxiosAdapter, Agent>();

/**
 * Asks for a file by a plain GET, once: through the egress guard of `http`, without credentials, redirects, proxy and
 * retry. Resolves with whatever status comes.
 * @throws TransportError where no answer began
 */
export async function openFile(http: HttpService, request: FileRequest): Promise<FileAnswer> {
  const { url, signal, idleMs = 30_000 } = request;
  try {
    const { statusCode, headers, body } = await agentOf(http).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      ...(signal && { signal }),
    });
    // Whoever reads hears of an error by reading; one who does not, need not hear of it.
    body.on('error', () => undefined);
    return { status: statusCode, headers, body };
  } catch (error) {
    throw whyBroken(error);
  }
}

function agentOf(http: HttpService): Agent {
  const transport = transportOf(http);
  const known = agents.get(transport);
  if (known) return known;
  const settings = settingsOf(transport);
  const agent = new Agent({
    connect: guardedConnector(settings, settings.connectTimeoutMs),
    pipelining: 1,
    keepAliveTimeout: 4_000,
  });
  agents.set(transport, agent);
  return agent;
}

const FAILURES = new Map<string, TransportFailure>([
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'connect'],
  ['ECONNREFUSED', 'connect'],
  ['ENOTFOUND', 'connect'],
  ['EAI_AGAIN', 'connect'],
  ['UND_ERR_ABORTED', 'aborted'],
  ['ABORT_ERR', 'aborted'],
]);

/** Why an answer did not begin or broke off. */
export function whyBroken(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  if (error instanceof EgressRefused) return new TransportError('egress', error.message);
  const { code, name } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const reason = typeof code === 'string' ? code : (name ?? typeof error);
  // What aborts may carry a reason of its own: a DOMException, which has a number for a code.
  const isAborted = name === 'AbortError' || name === 'TimeoutError';
  return new TransportError(isAborted ? 'aborted' : (FAILURES.get(reason) ?? 'broken'), reason);
}
