import { testProvider } from '../testing/index.js';
import { GupshupModule } from './gupshup.module.js';

const refusal = (status: number, message: string) => ({
  status,
  json: { status: 'error', message },
});
const metaRefusal = (status: number, code: number, message: string) => ({
  status,
  json: { error: { message: `(#${code}) ${message}`, type: 'OAuthException', code } },
});

// https://partner-docs.gupshup.io/docs/whatsapp-passthrough-apis-for-partners, read November 2026
testProvider({
  module: GupshupModule,
  options: (baseUrl, secret) => ({
    appId: 'bf9ee64c-3d4d-4ac4-8a52-732e577007c4',
    token: `sk_${secret}`,
    baseUrl,
    callbackHeader: 'X-Callback-Secret',
    callbackSecret: `Bearer ${secret}`,
  }),
  required: ['appId', 'token'],
  accepts: (id) => ({
    status: 200,
    json: {
      messages: [{ id }],
      messaging_product: 'whatsapp',
      contacts: [{ input: '919876500001', wa_id: '919876500001' }],
    },
  }),
  refuses: {
    unauthorized: [
      refusal(401, 'Authentication Failed'),
      refusal(401, 'Authentication failed'),
      refusal(400, 'Callback Billing must be enabled for this API'),
      refusal(400, 'Invalid App Details'),
      refusal(
        400,
        'The provided app is not of the expected type for this API. Please ensure that the app is on the cloud.',
      ),
      refusal(
        401,
        'Unauthorised access to the resource. Please review request parameters and headers and retry',
      ),
      refusal(200, 'Authentication Failed'),
      metaRefusal(401, 190, 'Access token has expired'),
    ],
    invalid: [
      refusal(400, 'Invalid JSON payload'),
      metaRefusal(400, 131009, 'Parameter value is not valid'),
      metaRefusal(200, 132000, 'Template Param Count Mismatch'),
    ],
    rate_limited: [
      refusal(429, 'Too Many Requests'),
      metaRefusal(400, 130429, 'Rate limit hit'),
      { status: 400, json: { status: 'error', code: 131056, message: 'pair rate limit hit' } },
    ],
    rejected: [metaRefusal(400, 131047, 'Re-engagement message')],
    unavailable: [
      refusal(
        500,
        'Internal server error. Please try again later and If Issue still persist than contact Gupshup Dev Support',
      ),
      metaRefusal(500, 131016, 'Service unavailable'),
    ],
  },
  proof: {
    kind: 'secret',
    prove: (callback, secret) => ({
      ...callback,
      headers: { ...callback.headers, 'x-callback-secret': `Bearer ${secret}` },
    }),
  },
  fixtures: new URL('./fixtures/', import.meta.url),
});
