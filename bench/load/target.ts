/** What the load sends, and where. */
export interface Target {
  readonly port: number;
  /** A whole HTTP request. Each `RECIPIENT` in it becomes digits that differ from message to message. */
  readonly request: string;
  /** How many messages one request carries. */
  readonly messages: number;
  /** How many connections send, each a request at a time. */
  readonly connections: number;
  /** Sends these in place of `request`: each for all the messages, one after the other. */
  readonly rounds?: Rounds;
}

/** Requests about messages that the vendor has taken. */
export interface Rounds {
  /** Each `MESSAGE` in them becomes the digits of a message's id. */
  readonly requests: readonly string[];
  /** The number of the first message, and how many there are; see the vendor's ids. */
  readonly first: number;
  readonly count: number;
}

/** Stands for the last digits of a recipient's number; as long as what replaces it, so that lengths stay true. */
export const RECIPIENT = '#####';

/** Stands for the digits of the vendor's id of a message, as long as what replaces it. */
export const MESSAGE = '@@@@@@@@@@@@';

/** What the vendor's ids begin with. */
export const ID_PREFIX = '8b149927-8f3c-40da-b62c-';

/** The digits of the id that the vendor gives to the message of that number. */
export function idDigits(number: number): string {
  return number.toString(16).padStart(MESSAGE.length, '0');
}

/** A POST of JSON, as the load sends it. */
export function post(
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): string {
  const text = JSON.stringify(body);
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}

/** A GET, as the load sends it. */
export function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
}
