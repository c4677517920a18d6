import { ENVELOPE } from './recipient.js';

/** One message of each type that carries a file, by id and by link. */
export const mediaExamples = {
  image: {
    ...ENVELOPE,
    type: 'image',
    image: { id: '1479537139650973', caption: 'The best succulent ever?' },
  },
  'image-link': {
    ...ENVELOPE,
    type: 'image',
    image: { link: 'https://example.com/succulent.jpg', caption: 'The best succulent ever?' },
  },
  video: {
    ...ENVELOPE,
    type: 'video',
    video: { id: '1166846181421424', caption: 'Splendid festive celebrations' },
  },
  'video-link': {
    ...ENVELOPE,
    type: 'video',
    video: {
      link: 'https://example.com/celebrations.mp4',
      caption: 'Splendid festive celebrations',
    },
  },
  audio: {
    ...ENVELOPE,
    type: 'audio',
    audio: { id: '1013859600285441', voice: true },
  },
  document: {
    ...ENVELOPE,
    type: 'document',
    document: {
      link: 'https://example.com/invoices/42.pdf',
      caption: 'Your invoice',
      filename: 'invoice-42.pdf',
    },
  },
  sticker: {
    ...ENVELOPE,
    type: 'sticker',
    sticker: { id: '798882015472548' },
  },
} as const;
