import { readFileSync } from 'node:fs';
import { BootError } from '../boot-error.js';
import { systemCode } from '../system-code.js';

/**
 * The content of a senders file, parsed and not yet checked.
 * @throws BootError where there is no such file, or no JSON in it; never quotes the file, which holds credentials
 */
export function readSenders(path: string): unknown {
  const text = read(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BootError(`The senders file ${path} is not JSON${placeOf(error)}: correct it.`);
  }
}

function read(path: string): string {
  try {
    // Some editors begin a file with a byte order mark, which no JSON has.
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new BootError(
      `The senders file ${path} cannot be read (${systemCode(error)}): SENDERS_FILE must name a file that is there.`,
    );
  }
}

// The parser's own words quote the text around the mistake, which may be a token; only the place is taken from them.
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /\(line \d+ column \d+\)/.exec(error.message) : null;
  return place ? ` ${place[0]}` : '';
}
