import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A vendor's store of files, which answers as the test wants. */
export class FileServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  #answer: RequestListener = (_request, response) => response.writeHead(404).end();

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    server.on('request', (request, response) => {
      this.asked.push(request.url ?? '');
      this.#answer(request, response);
    });
  }

  static async start(): Promise<FileServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FileServer(server);
  }

  will(answer: RequestListener): void {
    this.#answer = answer;
  }

  /** Serves these bytes under a media type. */
  serve(bytes: string | Uint8Array, type: string): void {
    this.will((_request, response) => response.writeHead(200, { 'content-type': type }).end(bytes));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
