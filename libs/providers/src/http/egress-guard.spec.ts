import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guardedConnector, isPublicAddress } from './egress-guard.js';

describe('the egress guard', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::1',
    'localhost',
    '',
  ])('holds %j for no public address', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '52.66.99.126', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
    'holds %s for a public address',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('lets no private IPv4 address through in any spelling as IPv6', () => {
    fc.assert(
      fc.property(fc.nat(0xffffff), (host) => {
        const dotted = `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}`;
        expect(isPublicAddress(dotted)).toBe(false);
        expect(isPublicAddress(`::ffff:${dotted}`)).toBe(false);
      }),
    );
  });

  const connect = (hostname: string, protocol = 'https:') =>
    new Promise<Error | null>((resolve) => {
      guardedConnector({}, 1_000)({ hostname, protocol, port: '9' }, (...[error]) =>
        resolve(error),
      );
    });

  it('refuses plain http, naming the host and the remedy', async () => {
    expect((await connect('vendor.example.com', 'http:'))?.message).toBe(
      'vendor.example.com would be called without https: use a public https address, or for development ALLOW_PRIVATE_EGRESS=true of the gateway, or transport.allowPrivate of a Nest module',
    );
  });

  it.each(['127.0.0.1', '169.254.169.254', '[::1]', '[::ffff:127.0.0.1]'])(
    'refuses the literal address %s',
    async (hostname) => {
      expect(await connect(hostname)).toMatchObject({ name: 'EgressRefused' });
    },
  );

  it('refuses a name that resolves to a private address', async () => {
    expect((await connect('localhost'))?.message).toMatch(
      /^localhost resolves to no public address: /,
    );
  });
});
