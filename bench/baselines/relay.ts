// A bare relay: node:http in, undici out, JSON parsed and written once.
import { createServer } from 'node:http';
import { Agent, request } from 'undici';
import { exitWithParent } from '../rig/ipc.js';
import { settings } from './settings.js';

const { port, vendorUrl, headers } = settings();
const dispatcher = new Agent({ pipelining: 1 });

async function forward(text: string): Promise<string> {
  const { message } = JSON.parse(text) as { message: unknown };
  const options = { method: 'POST', headers, body: JSON.stringify(message), dispatcher } as const;
  const { body } = await request(vendorUrl, options);
  return JSON.stringify(await body.json());
}

createServer((incoming, response) => {
  let text = '';
  incoming.setEncoding('utf8');
  incoming.on('data', (chunk: string) => (text += chunk));
  incoming.on('end', () => {
    forward(text).then(
      (answer) => {
        const length = Buffer.byteLength(answer);
        response.writeHead(202, { 'content-type': 'application/json', 'content-length': length });
        response.end(answer);
      },
      () => response.writeHead(502, { 'content-length': 0 }).end(),
    );
  });
}).listen(port, '127.0.0.1');
exitWithParent();
