import type { IncomingMessage } from 'node:http';

/** How the reading of a request ended; `stopped` by the caller, `aborted` by the client. */
export type ReadBody =
  | { readonly end: 'whole'; readonly bytes: Buffer }
  | { readonly end: 'stopped' | 'aborted' | 'too large' };

const PEEKED = 64 * 1024;

/**
 * Reads a request to its end. `peek` sees the beginning as it comes, and may say what is enough: then nothing more is
 * read. It is not asked again after it answered `done`.
 */
export const readBody = (
  request: IncomingMessage,
  limit: number,
  peek: (beginning: Buffer) => 'more' | 'done' | 'stop',
): Promise<ReadBody> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let peeking = true;
    const finish = (result: ReadBody): void => {
      request.off('data', onData).off('end', onEnd).off('close', onClose);
      if (result.end !== 'whole') request.pause();
      resolve(result);
    };
    const whole = (): Buffer => {
      const [first] = chunks;
      return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length);
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) return finish({ end: 'too large' });
      if (!peeking) return;
      const verdict = peek(whole());
      if (verdict === 'stop') return finish({ end: 'stopped' });
      peeking = verdict === 'more' && length < PEEKED;
    };
    const onEnd = (): void => finish({ end: 'whole', bytes: whole() });
    const onClose = (): void => finish({ end: 'aborted' });
    request.on('data', onData).on('end', onEnd).on('close', onClose);
    // A client that goes away is an ordinary end here; without a listener it would be an uncaught error.
    request.on('error', onClose);
  });

const RECIPIENT = /"to"\s*:\s*"([^"\\]*)"|(?:^|&)to=([^&]*)/;

/** The recipient named in the first bytes of a body, in JSON or in a form, before the body can be parsed. */
export const recipientIn = (beginning: Buffer): string | undefined => {
  const found = RECIPIENT.exec(beginning.toString('latin1'));
  return found?.[1] ?? found?.[2]?.replaceAll('%2B', '+');
};
