/**
 * How many bytes a file of a user's may have. Meta's limits of each kind are for what is sent to users; of what users
 * send it refuses only what is larger than this.
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media (November 2026)
 */
export const LARGEST_FILE = 100 * 1024 * 1024;

/** Beginnings of the media types that a file may have, by the type of its message; where there are none, any will do. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  image: ['image/'],
  sticker: ['image/webp'],
  audio: ['audio/', 'application/ogg'],
  video: ['video/'],
};

/** What a server says that does not know. */
const UNNAMED = ['', 'application/octet-stream', 'binary/octet-stream'];
/** What a page that reports an error comes as, where a document was expected. */
const PAGES = [
  'text/html',
  'application/xhtml+xml',
  'application/json',
  'application/xml',
  'text/xml',
];
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(;\s*[\w-]+=[\w."-]+)*$/;

/**
 * The media type of a file: what the vendor said of it, else what it was served as. Undefined where it was served as
 * something that a message of this type does not carry.
 */
export function mediaTypeOf(
  type: string,
  told: string | undefined,
  served: string | undefined,
): string | undefined {
  const name = UNNAMED.includes(baseOf(served)) ? undefined : served;
  const given = [told, name].filter((each) => each !== undefined);
  if (!given.every((each) => MEDIA_TYPE.test(each) && fits(type, baseOf(each)))) return undefined;
  const isPage =
    PAGES.includes(baseOf(name)) && told !== undefined && baseOf(told) !== baseOf(name);
  return isPage ? undefined : (told ?? name ?? 'application/octet-stream');
}

/**
 * The digest that a vendor gives of a file, which Meta writes in base64 and others in hex. Undefined where it is not 32
 * bytes in either.
 */
export function digestOf(sha256: string | undefined): Buffer | undefined {
  if (sha256 === undefined) return undefined;
  const isHex = /^[0-9a-f]{64}$/i.test(sha256);
  const bytes = Buffer.from(sha256, isHex ? 'hex' : 'base64');
  return isHex || /^[\w+/-]{43}=?$/.test(sha256) ? bytes : undefined;
}

function fits(type: string, base: string): boolean {
  return TYPES[type]?.some((beginning) => base.startsWith(beginning)) ?? true;
}

/** Without parameters. */
function baseOf(type = ''): string {
  return type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
