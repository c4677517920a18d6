import type { StatusName } from '../faults/fault.js';
import type { Json } from '../fields.js';
import type { AcceptedMessage, Failure } from '../vendor.js';
import { META_ERRORS_PAGE, metaTitle } from './meta-codes.js';

/** Whole seconds in a text, as Meta writes times. */
export const seconds = (ms: number): string => String(Math.floor(ms / 1000));

const A_DAY = 86_400_000;

/** What Meta tells about the conversation: with `sent` until when, with `delivered` no more, with `read` nothing. */
export const conversation = (message: AcceptedMessage, status: string, at: number): Json =>
  status === 'sent' || status === 'delivered'
    ? {
        conversation: {
          id: message.traceId.replaceAll('-', ''),
          ...(status === 'sent' ? { expiration_timestamp: seconds(at + A_DAY) } : {}),
          origin: { type: message.category },
        },
      }
    : {};

/** Whether Meta would bill the message. */
export const isBillable = ({ category }: AcceptedMessage): boolean => category !== 'service';

/** The statuses that are told before a failure. */
export const statusesBefore = ({ after }: Failure): readonly StatusName[] => {
  if (after === undefined) return [];
  return after === 'sent' ? ['sent'] : ['sent', 'delivered'];
};

/** Meta's `errors` of a failed status. */
export const metaErrors = ({ code, title, details }: Failure): Json => {
  const number = Number(code);
  const text = title ?? metaTitle(number);
  return {
    errors: [
      {
        code: number,
        title: text,
        message: text,
        error_data: { details: details ?? text },
        href: META_ERRORS_PAGE,
      },
    ],
  };
};
