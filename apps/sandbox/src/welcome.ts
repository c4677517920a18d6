import type { Sandbox } from './sandbox.js';

const gupshupScreen = ({ url, accounts }: Sandbox): string =>
  accounts.gupshup
    .map(
      ({ appId, token, phone }) => `  Gupshup   base URL  ${url}
            app       ${appId}
            token     ${token}
            number    ${phone ?? 'any'}
`,
    )
    .join('\n');

const kaleyraScreen = ({ url, accounts }: Sandbox): string =>
  accounts.kaleyra
    .map(
      ({ sid, apiKey, phones }) => `  Kaleyra   base URL  ${url}
            SID       ${sid}
            api-key   ${apiKey}
            numbers   ${phones.map((phone) => (typeof phone === 'string' ? phone : phone.phone)).join(', ')}
`,
    )
    .join('\n');

const example = ({ url, accounts }: Sandbox): string => {
  const [app] = accounts.gupshup;
  if (app === undefined) return '';
  return `  curl ${url}/partner/app/${app.appId}/v3/message \\
    -H 'Authorization: ${app.token}' -H 'Content-Type: application/json' \\
    -d '{"messaging_product":"whatsapp","recipient_type":"individual","to":"12025550100","type":"video","video":{"link":"https://www.example.com/video.mp4","caption":"Hello"}}'
`;
};

/** What a person needs to know after starting the sandbox, on one screen. */
export const welcome = (sandbox: Sandbox): string => `
Waypost sandbox: a local Gupshup and a local Kaleyra. Nothing leaves this machine.

${gupshupScreen(sandbox)}
${kaleyraScreen(sandbox)}
Send a video message:

${example(sandbox)}
See it arrive:       curl ${sandbox.url}/_sandbox/messages
Be called back:      curl ${sandbox.url}/_sandbox/callbacks -d '{"provider":"gupshup","account":"…","url":"http://…"}'
Let something fail:  curl ${sandbox.url}/_sandbox/faults -d '{"times":1,"fault":"reset-after-read"}'
                     or send to a magic recipient: +1 202-555-0122 never answers, -0130 fails as undeliverable
                     (all of them: curl ${sandbox.url}/_sandbox/faults)
Answer as the user:  curl ${sandbox.url}/_sandbox/inbound -d '{"provider":"gupshup","account":"…","from":"+12025550100","text":"Hi"}'

Stop with Ctrl+C.
`;
