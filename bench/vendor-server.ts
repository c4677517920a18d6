// A vendor that answers every request at once, in a process of its own, so that its work is not measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const ANSWER = JSON.stringify({
  messages: [{ id: '8b149927-8f3c-40da-b62c-58eeff60903e' }],
  messaging_product: 'whatsapp',
  contacts: [{ input: '919876500001', wa_id: '919876500001' }],
});

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(ANSWER),
    });
    response.end(ANSWER);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
