import { testProvider, type Reply } from 'waypost/providers/testing';
import { KaleyraModule } from './kaleyra.module.js';

/** A failure as https://developers.kaleyra.io/docs/whatsapp_api_v2_send-video-messages prints it. */
const failure = (status: number, code: string, message: string, key: string): Reply => ({
  status,
  json: { code, message, data: code === 'RBC001' ? [] : {}, error: { [key]: message } },
});

const TO_HIDDEN_NUMBER = {
  recipient: 'US.13491208655302741918',
  type: 'text',
  text: { body: 'Hello' },
} as const;

testProvider({
  module: KaleyraModule,
  options: (baseUrl, secret) => ({
    baseUrl,
    sid: 'HXAP2142XX',
    apiKey: `A${secret}`,
    phone: '+918635920000',
    callbackSecret: `Bearer ${secret}`,
  }),
  required: ['sid', 'apiKey', 'phone'],
  accepts: (id) => ({
    status: 202,
    json: { code: 'WA202', message: 'Request Accepted', data: { message_id: id }, error: {} },
  }),
  refuses: {
    unauthorized: [
      failure(401, 'RBC001', 'Incorrect SID or API key.', 'error'),
      failure(401, 'WA401', 'Phone number is not present.', 'phone_number'),
      failure(401, 'WA-401', 'API is not available for given customer.', 'account'),
      failure(401, 'WA-401', 'Another version of our WA API.', 'phone_number'),
      failure(400, 'E110', 'Please check your balance, You have a low balance!', 'balance'),
    ],
    invalid: failure(400, 'WA400', 'Refer to correct payload format', 'payload'),
    unavailable: failure(500, 'WA500', 'Please try again later', 'error'),
    rate_limited: failure(400, 'WAV2101', 'Account daily limit reached', 'error'),
  },
  proof: {
    kind: 'secret',
    prove: (callback, secret) => ({
      ...callback,
      headers: { ...callback.headers, Authorization: `Bearer ${secret}` },
    }),
  },
  fixtures: new URL('./fixtures/', import.meta.url),
  unsupported: {
    'to a user who is known by a business-scoped id only': TO_HIDDEN_NUMBER,
  },
});
