/**
 * Where Kaleyra's own pages have files. It keeps users' files in a store of Amazon's and documents neither its host nor
 * how long a link lasts (support article 3000108434, read November 2026), so the bucket's host has to be an option:
 * under Amazon's own name anybody may have one.
 */
export const KALEYRA_FILES = ['*.kaleyra.io', '*.kaleyra.com', '*.kaleyra.ai'];

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const SECONDS = /^\d{1,10}$/;
// A time since 2001; anything less is a duration, from a beginning that is not known.
const EPOCH = /^\d{10}$/;

/**
 * When a signed link to Amazon's store ends, by what its query says: version 4 of the signature has a date and a
 * duration, version 2 the end itself.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function signedLinkEnd({ searchParams }: URL): number | undefined {
  const [date, lasts] = [searchParams.get('X-Amz-Date'), searchParams.get('X-Amz-Expires')];
  if (date !== null && lasts !== null) {
    // Nothing but such a date: what `Date.parse` takes besides may lie where adding to it gives no time any more.
    const begin = AMZ_DATE.test(date)
      ? Date.parse(date.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'))
      : Number.NaN;
    return SECONDS.test(lasts) && !Number.isNaN(begin) ? begin + Number(lasts) * 1_000 : undefined;
  }
  const end = searchParams.get('Expires') ?? '';
  return EPOCH.test(end) ? Number(end) * 1_000 : undefined;
}
