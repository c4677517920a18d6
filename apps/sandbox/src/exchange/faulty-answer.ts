import { htmlAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Provider } from '../accounts.js';
import type { AnswerFault, DocumentedError } from '../faults/fault.js';
import { GUPSHUP_ERRORS } from '../gupshup/gupshup-answers.js';
import { KALEYRA_ERRORS } from '../kaleyra/kaleyra-answers.js';
import { metaTitle } from '../meta/meta-codes.js';

const DOCUMENTED: Readonly<Record<DocumentedError, Answer>> = {
  ...GUPSHUP_ERRORS,
  ...KALEYRA_ERRORS,
};

/** Statuses whose body Gupshup documents; Kaleyra documents none of these outside its own codes. */
const BY_STATUS: Readonly<Partial<Record<number, Answer>>> = {
  429: GUPSHUP_ERRORS['too-many-requests'],
  500: GUPSHUP_ERRORS['internal-server-error'],
};

const FROM_A_PROXY = [502, 503, 504];

/** The exact answer of a documented refusal. */
export const documentedAnswer = (name: DocumentedError): Answer => DOCUMENTED[name];

type FaultOf<Kind extends AnswerFault['kind']> = Extract<AnswerFault, { kind: Kind }>;

const statusAnswer = (provider: Provider, status: number): Answer => {
  if (FROM_A_PROXY.includes(status)) return htmlAnswer(status);
  const documented = provider === 'gupshup' ? BY_STATUS[status] : undefined;
  return documented ?? jsonAnswer(status, { message: `HTTP ${status}` });
};

/** Any HTTP status, documented or not. */
export const httpFaultAnswer = (provider: Provider, fault: FaultOf<'http'>): Answer => {
  const { status, body, contentType, retryAfter } = fault;
  const usual = statusAnswer(provider, status);
  return {
    ...usual,
    ...(body === undefined ? {} : { body, contentType: 'text/plain; charset=utf-8' }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  };
};

/** Meta's error passed on in the answer, in the two shapes that integrators have met. */
export const metaErrorAnswer = (fault: FaultOf<'meta-error'>): Answer => {
  const { code, status = 400, shape = 'meta' } = fault;
  const title = fault.title ?? metaTitle(code);
  if (shape === 'flat') return jsonAnswer(status, { status: 'error', code, message: title });
  return jsonAnswer(status, {
    error: {
      message: `(#${code}) ${title}`,
      type: 'OAuthException',
      code,
      error_data: { messaging_product: 'whatsapp', details: fault.details ?? title },
      fbtrace_id: 'SandboxTraceId',
    },
  });
};
