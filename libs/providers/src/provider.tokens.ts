const PROVIDER = 'waypost:provider:';
const HTTP = 'waypost:http:';

/** The injection token of the provider that was configured under `name`. */
export function providerToken(name: string): string {
  return PROVIDER + name;
}

/** The injection token of that provider's HttpService, to set interceptors on its `axiosRef`. */
export function providerHttpToken(name: string): string {
  return HTTP + name;
}

/** The name in a provider's token; undefined for any other token. */
export function providerNameOf(token: unknown): string | undefined {
  return typeof token === 'string' && token.startsWith(PROVIDER)
    ? token.slice(PROVIDER.length)
    : undefined;
}

/** What is thrown at boot where two providers of an application have one name. */
export function nameClash(name: string): Error {
  return new Error(`Two providers are called "${name}"; give each its own name.`);
}
