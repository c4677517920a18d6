import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** An address that stays while the gateway behind it is killed and comes back on another port. */
export class SteadyAddress {
  /** The port of the gateway that runs now; until there is one, connections are cut. */
  port: number | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (client: Socket) => this.#join(client));
  }

  static async open(): Promise<SteadyAddress> {
    const server = createServer();
    const address = new SteadyAddress(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return address;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
    this.#keep(client);
    if (this.port === undefined) return void client.destroy();
    const gateway = connect(this.port, '127.0.0.1');
    this.#keep(gateway);
    client.pipe(gateway).pipe(client);
    client.on('close', () => gateway.destroy());
    gateway.on('close', () => client.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
  }
}
