import { connect, type Socket } from 'node:net';
import { Frames } from './frames.js';

/** What came back for a request. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

/** One kept connection, which carries one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #waiting: Waiting | undefined;

  private constructor(port: number) {
    const frames = new Frames((head, body) => {
      this.#waiting?.resolve({ status: Number(head.slice(9, 12)), body });
    });
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket
      .on('data', (chunk) => this.#read(chunk, frames))
      .on('error', (error) => this.#waiting?.reject(error))
      .on('close', () => this.#waiting?.reject(new Error('The connection was closed.')));
  }

  /** Connects to that port of this machine. */
  static open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    return new Promise((resolve, reject) => {
      connection.#socket.once('connect', () => resolve(connection)).once('error', reject);
    });
  }

  /**
   * Sends a request and waits for its answer.
   * @throws Error where the connection breaks
   */
  exchange(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request, 'latin1');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer, frames: Frames): void {
    try {
      frames.push(chunk);
    } catch (error) {
      this.#waiting?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
