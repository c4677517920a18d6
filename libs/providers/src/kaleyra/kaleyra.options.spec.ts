import { describe, expect, it } from '@jest/globals';
import { createHttp, InvalidOptions, parseOptions } from 'waypost/providers';
import { KaleyraProvider } from './kaleyra.provider.js';

const ACCOUNT = {
  sid: 'HXAP2142XX',
  apiKey: 'A0123456789abcdef0123456789abcdef',
  phone: '+918635920000',
} as const;
const HELLO = { to: '+919876500001', type: 'text', text: { body: 'Hello' } } as const;
const CONTEXT = { attemptRef: 'msg_1.1' };

describe('the options of Kaleyra', () => {
  const parse = (options: object) => () =>
    parseOptions(KaleyraProvider, { ...ACCOUNT, ...options }, 'otp');

  async function urlFor(options: object): Promise<string | undefined> {
    const http = createHttp();
    let url: string | undefined;
    http.axiosRef.interceptors.request.use((config) => {
      url = config.url;
      throw new Error('Nothing leaves this test.');
    });
    const kaleyra = new KaleyraProvider(parse(options)(), http);
    await expect(kaleyra.send(HELLO, CONTEXT)).rejects.toMatchObject({ mayHaveBeenSent: false });
    return url;
  }

  it.each([
    [{}, 'https://api.in.kaleyra.io/v2/'],
    [{ pod: 'in' }, 'https://api.in.kaleyra.io/v2/'],
    [{ pod: 'sg' }, 'https://api.ap.kaleyra.io/v2/'],
    [{ pod: 'eu' }, 'https://api.eu.kaleyra.io/v2/'],
    [{ pod: 'eu', baseUrl: 'https://api.kaleyra.io' }, 'https://api.kaleyra.io/v2/'],
  ])('choose the host: %j', async (options, start) => {
    expect(await urlFor(options)).toBe(`${start}HXAP2142XX/whatsapp/+918635920000/messages`);
  });

  it.each([
    [{ sid: '' }, /sid must be the SID/],
    [{ sid: '../x' }, /sid must be the SID/],
    [{ apiKey: 'with space' }, /apiKey must be a key/],
    [{ phone: '0123' }, /phone must be the business number in E\.164/],
    [{ pod: 'na' }, /pod must be one of in, sg, eu; for any other host set baseUrl/],
    [{ baseUrl: 'api.in.kaleyra.io' }, /baseUrl must be an http or https address/],
    [{ baseUrl: 'https://api.in.kaleyra.io?x=1' }, /baseUrl must be an http or https address/],
    [{ baseUrl: 'https://u:p@api.in.kaleyra.io' }, /baseUrl must be an http or https address/],
    [{ waSource: 'API' }, /waSource must be one of api, clevertap, /],
    [{ callbackHeader: 'no header' }, /callbackHeader must be the name of an HTTP header/],
    [{ callbackSecret: '' }, /callbackSecret must/],
    [{ callbackSecret: ' x\n' }, /callbackSecret must be the exact value/],
    [{ apikey: 'A' }, /There is no option apikey/],
  ])('are refused as %j', (options, problem) => {
    expect(parse(options)).toThrow(InvalidOptions);
    expect(parse(options)).toThrow(problem);
  });

  it('take an address without a top-level domain, for development', () => {
    expect(parse({ baseUrl: 'http://localhost:3100' })().baseUrl).toBe('http://localhost:3100');
    expect(parse({ baseUrl: 'http://127.0.0.1:3100' })().baseUrl).toBe('http://127.0.0.1:3100');
  });
});
