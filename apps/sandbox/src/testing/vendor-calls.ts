import { DEFAULT_ACCOUNTS } from '../accounts.js';
import type { Sandbox } from '../sandbox.js';

const [app] = DEFAULT_ACCOUNTS.gupshup;
const [sid] = DEFAULT_ACCOUNTS.kaleyra;

/** The default accounts, as tests need them. */
export const GUPSHUP = app;
export const KALEYRA = sid;
export const KALEYRA_PHONE = sid.phones[0];

/** A recipient that no fault is bound to. */
export const USER = '12025550100';

/** Meta's message object for a text. */
export const textTo = (to: string) => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to,
  type: 'text',
  text: { body: 'hi' },
});

/** A call as the vendors' pages show it, with what a test wants otherwise. */
interface Call {
  readonly account?: string;
  readonly phone?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text goes as it is; anything else as JSON. */
  readonly body?: unknown;
}

const bodyOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Sends to Gupshup's v3 path. */
export const toGupshup = ({ url }: Pick<Sandbox, 'url'>, call: Call = {}): Promise<Response> =>
  fetch(`${url}/partner/app/${call.account ?? GUPSHUP.appId}/v3/message`, {
    method: 'POST',
    headers: call.headers ?? {
      authorization: GUPSHUP.token,
      'content-type': 'application/json',
    },
    body: bodyOf(call.body ?? textTo(USER)),
  });

/** Sends to Kaleyra's v2 path. */
export const toKaleyra = ({ url }: Pick<Sandbox, 'url'>, call: Call = {}): Promise<Response> =>
  fetch(
    `${url}/v2/${call.account ?? KALEYRA.sid}/whatsapp/${call.phone ?? KALEYRA_PHONE}/messages`,
    {
      method: 'POST',
      headers: call.headers ?? {
        'api-key': KALEYRA.apiKey,
        'content-type': 'application/json',
        'cache-control': 'no-cache',
      },
      body: bodyOf(call.body ?? { messaging_object: textTo(`+${USER}`) }),
    },
  );

/** An answer as a test compares it. */
export const answerOf = async (
  response: Response | Promise<Response>,
): Promise<{ readonly status: number; readonly body: string }> => {
  const answered = await response;
  return { status: answered.status, body: await answered.text() };
};
