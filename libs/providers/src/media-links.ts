/**
 * What a provider knows of the links that lead to users' files: a small interface of its own, which a provider may
 * implement beside `MessagingProvider`. Links come from outside, so what leads anywhere else must not be fetched.
 */
export interface MediaLinks {
  /** Whether the link leads to where the vendor keeps files. Such a link is fetched by a plain GET, without credentials. */
  isMediaLink(link: URL): boolean;
  /** When a link ends that came at this time, both in epoch milliseconds; undefined where the vendor does not say. */
  mediaLinkEnd(link: URL, givenAt: number): number | undefined;
}

/** Whether a provider knows about links to users' files. */
export function hasMediaLinks<P extends object>(provider: P): provider is P & MediaLinks {
  return 'isMediaLink' in provider && 'mediaLinkEnd' in provider;
}

/**
 * Whether a link leads to one of these hosts (`files.example.com`, or `*.example.com` for all below it) by https on its
 * own port, or to the origin of `baseUrl`, which is the vendor's whatever it is.
 */
export function leadsTo(link: URL, hosts: readonly string[], baseUrl: string): boolean {
  if (link.username !== '' || link.password !== '') return false;
  if (link.origin === new URL(baseUrl).origin) return true;
  if (link.protocol !== 'https:' || link.port !== '') return false;
  return hosts.some((host) => {
    const name = host.toLowerCase();
    return name.startsWith('*.') ? link.hostname.endsWith(name.slice(1)) : link.hostname === name;
  });
}
