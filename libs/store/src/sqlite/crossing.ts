import type { Op } from '../batch/op.js';
import type { Request } from './protocol.js';

/** A request as it crosses the threads: its JSON, then the bodies that were taken out of it. */
export type Crossing = readonly string[];

/**
 * Makes a request ready to cross. As text, for a structured clone of a batch costs three times its JSON; without the
 * bodies of callbacks, for those cost less to clone than to escape and to scan again.
 */
export function pack(request: Request): Crossing {
  if (request.kind !== 'commit') return [JSON.stringify(request)];
  const bodies: string[] = [];
  const ops = request.ops.map((op) => {
    if (op.kind !== 'keep-callback') return op;
    bodies.push(op.body);
    return { ...op, body: '' };
  });
  return [JSON.stringify({ ...request, ops }), ...bodies];
}

/** The request that was packed. */
export function unpack([json = '', ...bodies]: Crossing): Request {
  const request = JSON.parse(json) as Request;
  if (request.kind !== 'commit' || bodies.length === 0) return request;
  let at = 0;
  const ops = request.ops.map((op): Op => {
    return op.kind === 'keep-callback' ? { ...op, body: bodies[at++] ?? '' } : op;
  });
  return { ...request, ops };
}
