import type { IncomingMessage } from 'node:http';

/**
 * Reads the body of a request: gives all of it, or undefined as soon as it is longer than `limit` bytes. Gives nothing
 * at all where the client goes away first: there is nobody to answer.
 */
export function readBytes(
  request: IncomingMessage,
  limit: number,
  done: (body: Buffer | undefined) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) return done(undefined);
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length <= limit) return void chunks.push(chunk);
    request.off('data', take).off('end', end);
    done(undefined);
  };
  const end = (): void => {
    const [only] = chunks;
    done(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length));
  };
  request.on('data', take).on('end', end);
}
