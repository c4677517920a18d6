import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { buildConnector } from 'undici';

/** Which hosts may be connected to. The same rules hold for provider calls, webhooks and media. */
export interface EgressPolicy {
  /**
   * Allows plain http and private, loopback and link-local addresses: for development and tests.
   * @default false
   */
  readonly allowPrivate?: boolean | undefined;
}

/** What to do about a refused connection. */
export const EGRESS_REMEDY =
  'use a public https address, or for development ALLOW_PRIVATE_EGRESS=true of the gateway, or transport.allowPrivate of a Nest module';

/** A connection that the egress guard did not allow. Nothing was written. */
export class EgressRefused extends Error {
  /** @param reason why, without what to do about it */
  constructor(readonly reason: string) {
    super(`${reason}: ${EGRESS_REMEDY}`);
    this.name = 'EgressRefused';
  }
}

// IANA's special-purpose registries (RFC 6890 and its updates), and the cloud metadata address that lies outside them.
const FORBIDDEN_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

// Everything outside global unicast (2000::/3), and inside it what embeds or stands for something else.
const FORBIDDEN_IPV6 = [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

// Two lists, because one would match IPv4 addresses, as IPv4-mapped ones, against the IPv6 rules.
const forbidden4 = new BlockList();
const forbidden6 = new BlockList();
for (const [net, prefix] of FORBIDDEN_IPV4) forbidden4.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of FORBIDDEN_IPV6) forbidden6.addSubnet(net, prefix, 'ipv6');

/** Whether an IP address is on the public internet. False for anything that is not an IP address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !forbidden4.check(address, 'ipv4');
  return isIP(address) === 6 && !forbidden6.check(address, 'ipv6');
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

// The check stands in the look-up that the socket itself uses, so a name cannot be resolved once for the check and again, differently, for the connection.
function publicLookup(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const first = allowed[0];
    if (!first) {
      return callback(new EgressRefused(`${hostname} resolves to no public address`), []);
    }
    if (options.all) return callback(null, allowed);
    callback(null, first.address, first.family);
  });
}

/**
 * How sockets are opened under the policy: the scheme and a literal address are checked before the connection,
 * a name's addresses by the very look-up that connects.
 */
export function guardedConnector(
  policy: EgressPolicy,
  connectTimeoutMs: number,
): buildConnector.connector {
  const settings = { timeout: connectTimeoutMs, allowH2: false };
  if (policy.allowPrivate) return buildConnector(settings);
  const connect = buildConnector({ ...settings, lookup: publicLookup });
  return (options, callback) => {
    const refusal = refusalOf(options.protocol, options.hostname);
    if (refusal) return callback(refusal, null);
    connect(options, callback);
  };
}

function refusalOf(protocol: string, hostname: string): EgressRefused | undefined {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') return new EgressRefused(`${host} would be called without https`);
  if (isIP(host) !== 0 && !isPublicAddress(host)) {
    return new EgressRefused(`${host} is not a public address`);
  }
  return undefined;
}
