import { describe, expect, it } from '@jest/globals';
import { createHttp, hasMediaLinks, InvalidOptions, parseOptions } from 'waypost/providers';
import { GupshupProvider } from 'waypost/providers/gupshup';
import { KaleyraProvider } from 'waypost/providers/kaleyra';
import { MemoryProvider } from 'waypost/providers/memory';

const APP = { appId: 'bf9ee64c-3d4d-4ac4-8668-732e577007c4', token: 'sk_0123456789abcdef' };
const SID = { sid: 'HXAP2142XX', apiKey: 'A0123456789abcdef', phone: '+918635920000' };

function gupshup(options: object = {}): GupshupProvider {
  return new GupshupProvider({ ...APP, ...options }, createHttp());
}

function kaleyra(options: object = {}): KaleyraProvider {
  return new KaleyraProvider({ ...SID, ...options }, createHttp());
}

const FILES = 'https://filemanager.gupshup.io/wa/app/wa/media/1?download=false';

describe("links to users' files", () => {
  it.each([
    [gupshup(), FILES],
    [gupshup(), 'https://media.gupshup.io/1'],
    [gupshup({ baseUrl: 'http://127.0.0.1:3100' }), 'http://127.0.0.1:3100/_sandbox/media/1'],
    [gupshup({ mediaHosts: ['files.example.com'] }), 'https://FILES.example.com/1'],
    [kaleyra(), 'https://media.in.kaleyra.io/1.jpg'],
    [kaleyra(), 'https://files.kaleyra.com/1.jpg'],
    [
      kaleyra({ mediaHosts: ['*.s3.ap-south-1.amazonaws.com'] }),
      'https://b.s3.ap-south-1.amazonaws.com/1',
    ],
    [kaleyra({ baseUrl: 'https://sandbox.example.com/x' }), 'https://sandbox.example.com/y'],
  ])('lead to the vendor (%#)', (provider, link) => {
    expect(provider.isMediaLink(new URL(link))).toBe(true);
  });

  it.each([
    [gupshup(), 'http://filemanager.gupshup.io/wa/1'],
    [gupshup(), 'https://filemanager.gupshup.io:8443/wa/1'],
    [gupshup(), 'https://user:secret@filemanager.gupshup.io/wa/1'],
    [gupshup(), 'https://gupshup.io.example.com/1'],
    [gupshup(), 'https://evilgupshup.io/1'],
    [gupshup(), 'https://169.254.169.254/latest/meta-data'],
    [gupshup({ baseUrl: 'http://127.0.0.1:3100' }), 'http://127.0.0.1:3101/1'],
    [gupshup(), 'https://media.in.kaleyra.io/1.jpg'],
    [kaleyra(), FILES],
    [kaleyra(), 'https://bucket.s3.ap-south-1.amazonaws.com/1.jpg'],
    [kaleyra({ mediaHosts: ['files.example.com'] }), 'https://a.files.example.com/1.jpg'],
  ])('lead elsewhere (%#)', (provider, link) => {
    expect(provider.isMediaLink(new URL(link))).toBe(false);
  });

  it("end after the week that Gupshup's page gives them", () => {
    expect(gupshup().mediaLinkEnd(new URL(FILES), 1_000)).toBe(1_000 + 7 * 86_400_000);
  });

  it.each([
    [
      'https://b.example.com/1?X-Amz-Date=20261126T020000Z&X-Amz-Expires=3600',
      '2026-11-26T03:00:00.000Z',
    ],
    [
      'https://b.example.com/1?AWSAccessKeyId=x&Expires=1795662000&Signature=y',
      '2026-11-26T03:00:00.000Z',
    ],
    ['https://b.example.com/1?X-Amz-Date=tomorrow&X-Amz-Expires=3600', undefined],
    ['https://b.example.com/1?X-Amz-Date=%2B275760-09-13T00:00:00Z&X-Amz-Expires=3600', undefined],
    ['https://b.example.com/1?Expires=never', undefined],
    ['https://b.example.com/1?Expires=3600', undefined],
    ['https://b.example.com/1', undefined],
  ])('end when the signature of the store of Kaleyra says so: %s', (link, end) => {
    const told = kaleyra().mediaLinkEnd(new URL(link));
    expect(told === undefined ? undefined : new Date(told).toISOString()).toBe(end);
  });

  it.each([
    ['https://files.example.com'],
    ['*'],
    ['*.com'],
    ['files.example.com/x'],
    ['a b.com'],
    [7],
  ])('are not looked for on %j, which is no host', (host) => {
    const parse = () => parseOptions(GupshupProvider, { ...APP, mediaHosts: [host] }, 'shop');
    expect(parse).toThrow(InvalidOptions);
    expect(parse).toThrow(/mediaHosts/);
  });

  it('are nothing to a provider that has none', () => {
    expect(hasMediaLinks(gupshup())).toBe(true);
    expect(hasMediaLinks(new MemoryProvider({}, createHttp()))).toBe(false);
  });
});
