import { jsonAnswer, type Answer } from '../answer.js';

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The key inside `error`; it differs from failure to failure. */
  readonly key: string;
  /** The text inside `error` where it is not the message. */
  readonly text?: string;
  /** `[]` in RBC001 alone. */
  readonly data?: readonly [];
}

const failure = ({ status, code, message, key, text, data }: Failure): Answer =>
  jsonAnswer(status, { code, message, data: data ?? {}, error: { [key]: text ?? message } });

/**
 * The seven failures of the v2 messages call, by the name that faults use: the vendor's code, and for the two
 * that share `WA-401` what they complain about.
 * https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages (November 2026)
 */
export const KALEYRA_ERRORS = {
  RBC001: failure({
    status: 401,
    code: 'RBC001',
    message: 'Incorrect SID or API key.',
    key: 'error',
    data: [],
  }),
  WA401: failure({
    status: 401,
    code: 'WA401',
    message: 'Phone number is not present or does not belong to the account.',
    key: 'phone_number',
  }),
  'WA-401-account': failure({
    status: 401,
    code: 'WA-401',
    message: 'API is not available for given customer.Please contact support for more info',
    key: 'account',
  }),
  'WA-401-version': failure({
    status: 401,
    code: 'WA-401',
    message:
      "The phone number you're using is associated with different Version of our WA API. Please use the appropriate endpoint.",
    key: 'phone_number',
  }),
  WA400: failure({
    status: 400,
    code: 'WA400',
    message: 'Refer to correct payload format',
    key: 'payload',
    text: 'Incorrect payload format',
  }),
  E110: failure({
    status: 400,
    code: 'E110',
    message: 'Please check your balance, You have a low balance!',
    key: 'balance',
  }),
  WA500: failure({
    status: 500,
    code: 'WA500',
    message: 'Please try again later',
    key: 'error',
    text: 'Internal server error',
  }),
} as const satisfies Record<string, Answer>;

/** The name of one documented failure of Kaleyra. */
export type KaleyraErrorName = keyof typeof KALEYRA_ERRORS;
