import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { PROBLEMS } from '../problem-code.js';
import { ProblemException } from '../problem.js';

/**
 * Has JSON taken as a body, and nothing else. No bytes at all are no body: many clients name a type with every request.
 */
export function takeJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (body.length === 0) return done(null);
      const coding = request.headers['content-encoding'] ?? 'identity';
      // Its case does not matter: RFC 9110, 8.4.1.
      if (coding.toLowerCase() !== 'identity') {
        return done(refusal('unsupported_media_type'));
      }
      // To decode it all the same would send what was garbled.
      if (!isUtf8(body)) return done(refusal('malformed_json'));
      return parse(request, body.toString(), done);
    },
  );
}

function refusal(code: 'malformed_json' | 'unsupported_media_type'): ProblemException {
  return new ProblemException(code, PROBLEMS[code].meaning);
}
