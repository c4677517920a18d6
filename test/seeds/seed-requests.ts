/** What one of the vendors' own pages shows, with its placeholders filled, and what is posted to send it. */
export interface Seed {
  readonly name: string;
  readonly sender: string;
  readonly labels?: readonly string[];
  readonly message: Readonly<Record<string, unknown>>;
  /** The request that the page's curl sample makes. */
  readonly request: {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export const APP_ID = 'bf9ee64c-3d4d-4ac4-8732-732e577007c4';
export const APP_TOKEN = 'PARTNER_APP_TOKEN';
export const SID = 'HAXP2142XX';
export const API_KEY = 'KALEYRA_API_KEY';
export const BUSINESS_PHONE = '+918635920000';

const GUPSHUP = {
  path: `/partner/app/${APP_ID}/v3/message`,
  headers: { authorization: APP_TOKEN, 'content-type': 'application/json' },
};
const ENVELOPE = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '919876500001',
};

const video = { link: 'https://example.com/video.mp4', caption: 'VIDEO_CAPTION_TEXT' };
const image = { id: '1479537139650973', caption: 'The best succulent ever?' };
const template = {
  name: 'template_name',
  language: { code: 'en_US' },
  components: [
    {
      type: 'header',
      parameters: [{ type: 'image', image: { link: 'https://example.com/image.png' } }],
    },
    {
      type: 'body',
      parameters: [
        { type: 'text', text: 'TEXT-STRING' },
        {
          type: 'currency',
          currency: { fallback_value: 'VALUE', code: 'USD', amount_1000: 100990 },
        },
        { type: 'date_time', date_time: { fallback_value: 'MONTH DAY, YEAR' } },
      ],
    },
  ],
};
const interactive = {
  type: 'button',
  header: { type: 'text', text: 'HEADER_TEXT' },
  body: { text: 'BODY_TEXT' },
  footer: { text: 'FOOTER_TEXT' },
  action: {
    buttons: [{ type: 'reply', reply: { id: 'BUTTON_ID', title: 'BUTTON_LABEL_TEXT' } }],
  },
};
const kaleyraVideo = { id: '1166846181421424', caption: 'Splendid festive celebrations' };

/** The five pages, in the words of their samples. */
export const SEEDS: readonly Seed[] = [
  {
    name: 'a video through Gupshup',
    sender: 'gupshup',
    message: { to: '+919876500001', type: 'video', video },
    request: { ...GUPSHUP, body: { ...ENVELOPE, type: 'video', video } },
  },
  {
    name: 'a video through Kaleyra',
    sender: 'kaleyra',
    labels: ['marketing', 'dictionary'],
    message: { to: '+919876500001', type: 'video', video: kaleyraVideo },
    request: {
      path: `/v2/${SID}/whatsapp/${BUSINESS_PHONE}/messages`,
      headers: { 'api-key': API_KEY, 'content-type': 'application/json' },
      body: {
        messaging_object: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '+919876500001',
          type: 'video',
          video: kaleyraVideo,
        },
        // Beside the message and not in it, as the page's own format table has it; `ref` is the gateway's.
        extra_info: { ref: 'REF', ref1: 'marketing', ref2: 'dictionary', wa_source: 'api' },
      },
    },
  },
  {
    name: 'an image through Gupshup',
    sender: 'gupshup',
    message: { to: '+91 98765 00001', type: 'image', image },
    request: { ...GUPSHUP, body: { ...ENVELOPE, type: 'image', image } },
  },
  {
    name: 'a media template through Gupshup',
    sender: 'gupshup',
    message: { to: '919876500001', type: 'template', template },
    request: { ...GUPSHUP, body: { ...ENVELOPE, type: 'template', template } },
  },
  {
    name: 'buttons through Gupshup',
    sender: 'gupshup',
    message: { to: '+919876500001', type: 'interactive', interactive },
    request: { ...GUPSHUP, body: { ...ENVELOPE, type: 'interactive', interactive } },
  },
];
