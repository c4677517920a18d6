import type { Demo } from './demo.js';

/** What the demo prints when it is ready: where everything is, the key, and a request to paste. */
export function banner(url: string, demo: Demo): string {
  const [first] = demo.senders;
  const body = {
    sender: first?.id,
    message: {
      to: '+919876500001',
      type: 'video',
      video: { link: 'https://example.com/welcome.mp4', caption: 'Hello from Waypost' },
    },
  };
  return [
    '',
    'Waypost runs in demo mode: a sandbox stands in for the vendors, and nothing leaves this machine.',
    '',
    `  API        ${url}/v1`,
    `  Docs       ${url}/docs`,
    `  Sandbox    ${demo.sandboxUrl}/_sandbox/messages shows what the vendors received`,
    `  Senders    ${demo.senders.map(({ id }) => id).join(', ')}`,
    `  API key    ${demo.key}`,
    '',
    'Send a video message:',
    '',
    `curl ${url}/v1/messages -H 'Authorization: Bearer ${demo.key}' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`,
    '',
    'Set SENDERS_FILE to send for real; .env.example says how.',
    '',
    '',
  ].join('\n');
}
