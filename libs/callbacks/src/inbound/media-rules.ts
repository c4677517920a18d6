const MIB = 1024 * 1024;

/** How large a file of a kind of message may be, and which media types it may have. */
interface Rule {
  readonly bytes: number;
  /** Beginnings of media types; left out where any will do. */
  readonly types?: readonly string[];
}

/**
 * What WhatsApp lets users send, by the type of the message.
 * @see https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types (November 2026)
 */
const RULES: Readonly<Record<string, Rule>> = {
  image: { bytes: 5 * MIB, types: ['image/'] },
  sticker: { bytes: MIB / 2, types: ['image/webp'] },
  audio: { bytes: 16 * MIB, types: ['audio/', 'application/ogg'] },
  video: { bytes: 16 * MIB, types: ['video/'] },
};
const ANY: Rule = { bytes: 100 * MIB };

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

/** How many bytes the file of a message of this type may have. */
export function largestFile(type: string): number {
  return (RULES[type] ?? ANY).bytes;
}

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
  const rule = RULES[type] ?? ANY;
  const given = [told, name].filter((each) => each !== undefined);
  if (!given.every((each) => MEDIA_TYPE.test(each) && fits(rule, baseOf(each)))) return undefined;
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

function fits({ types }: Rule, base: string): boolean {
  return types?.some((beginning) => base.startsWith(beginning)) ?? true;
}

/** Without parameters. */
function baseOf(type = ''): string {
  return type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
