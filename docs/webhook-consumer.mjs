// A consumer of webhooks: verifies each request and prints its event.
//
//   WEBHOOK_SECRET=whsec_… node docs/webhook-consumer.mjs
//
// The secret is shown once by POST /v1/webhooks. PORT is 4000 if left out.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const { WEBHOOK_SECRET, PORT = '4000' } = process.env;
if (!WEBHOOK_SECRET) {
  console.error('Set WEBHOOK_SECRET to the secret that POST /v1/webhooks has shown.');
  process.exit(1);
}

const webhook = new Webhook(WEBHOOK_SECRET);

// An event may come more than once, with the same id. A real consumer keeps the ids where it keeps what it makes of the
// events, in the same transaction.
const seen = new Set();

const server = createServer(async (request, response) => {
  // The signature is over the bytes as they came: verify first, parse second.
  const event = verify(await text(request), request.headers);
  if (!event) {
    response.writeHead(401).end();
    return;
  }
  if (!seen.has(event.id)) {
    seen.add(event.id);
    console.log(event.type, event.messageId ?? event.id, JSON.stringify(event.data));
  }
  // Only now, for an event that is answered with a 2xx does not come again; and within 15 s.
  response.writeHead(204).end();
});

function verify(body, headers) {
  try {
    return webhook.verify(body, headers);
  } catch {
    return undefined;
  }
}

server.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`Waiting for events on http://127.0.0.1:${server.address().port}`);
});
