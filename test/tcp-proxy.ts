import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';

/** What happens to the next COMMIT: it never reaches the server, or its answer never reaches the client. */
export type CommitFault = 'lost' | 'unanswered';

/** A connection to PostgreSQL that can be cut or frozen. */
export interface TcpProxy {
  /** The URL given, through the proxy. */
  readonly url: string;
  /** Cuts all connections; new ones are refused until `mend`. */
  cut(): void;
  /** Carries nothing any more and tells nobody, as a network that drops packets does; `mend` helps new connections only. */
  freeze(): void;
  mend(): void;
  /** Leads new connections to another database of the same server, as a failover to an older state would. */
  leadTo(other: string): void;
  /** Cuts the connection that sends the next COMMIT, and if `forGood` everything with it. */
  failNextCommit(fault: CommitFault, forGood?: boolean): void;
  close(): Promise<void>;
}

/** A simple query, as the driver sends it where there are no parameters. */
const COMMIT = Buffer.from('commit\0');

export async function proxyTo(target: string): Promise<TcpProxy> {
  const url = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let isFrozen = false;
  let freezes = 0;
  let name = databaseOf(target);
  let fault: { readonly kind: CommitFault; readonly forGood: boolean } | undefined;

  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client);
    if (isCut) return client.destroy();
    if (isFrozen) return void client.pause();
    const born = freezes;
    const isDead = () => born !== freezes;
    const upstream = connect(Number(url.port), url.hostname);
    keep(upstream);
    const end = (forGood: boolean) => {
      client.destroy();
      upstream.destroy();
      if (forGood) cut();
    };
    let silenced: { readonly forGood: boolean } | undefined;
    // The first message names the database.
    client.once('data', (data: Buffer) => {
      const at = data.indexOf(databaseOf(target));
      if (at >= 0) data.write(name, at);
    });
    client.on('data', (data: Buffer) => {
      if (isDead()) return;
      if (fault && data.includes(COMMIT)) {
        const { kind, forGood } = fault;
        fault = undefined;
        if (kind === 'lost') return end(forGood);
        silenced = { forGood };
      }
      upstream.write(data);
    });
    upstream.on('data', (data: Buffer) => {
      if (isDead()) return;
      if (silenced) end(silenced.forGood);
      else client.write(data);
    });
    client.on('end', () => isDead() || client.end());
    client.on('close', () => isDead() || upstream.destroy());
    upstream.on('close', () => isDead() || client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const proxied = new URL(target);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: proxied.href,
    cut,
    freeze: () => {
      isFrozen = true;
      freezes += 1;
    },
    mend: () => {
      isCut = false;
      isFrozen = false;
    },
    leadTo: (other) => void (name = databaseOf(other)),
    failNextCommit: (kind, forGood = false) => void (fault = { kind, forGood }),
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The databases of the tests have names of one length, so that one can stand for another. */
function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
