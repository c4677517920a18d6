import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Writes bytes to a port as they are, and resolves with everything that comes back until the other side hangs up. */
export async function rawHttp(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}
