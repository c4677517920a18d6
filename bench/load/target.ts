/** What the load sends, and where. */
export interface Target {
  readonly port: number;
  /** A whole HTTP request. Each `RECIPIENT` in it becomes digits that differ from message to message. */
  readonly request: string;
  /** How many messages one request carries. */
  readonly messages: number;
  /** How many connections send, each a request at a time. */
  readonly connections: number;
}

/** Stands for the last digits of a recipient's number; as long as what replaces it, so that lengths stay true. */
export const RECIPIENT = '#####';

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
