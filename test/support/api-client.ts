/** A JSON object, as far as nobody says more of it. */
type Shown = Readonly<Record<string, unknown>>;

/** An answer of the API, read. */
export interface Answer<Body = Shown> {
  readonly status: number;
  readonly body: Body;
}

/** Calls the API of a gateway with one key. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  get<Body = Shown>(path: string): Promise<Answer<Body>> {
    return this.call('GET', path);
  }

  post<Body = Shown>(path: string, body?: unknown): Promise<Answer<Body>> {
    return this.call('POST', path, body);
  }

  patch<Body = Shown>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.call('PATCH', path, body);
  }

  delete<Body = Shown>(path: string): Promise<Answer<Body>> {
    return this.call('DELETE', path);
  }

  private async call<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body };
  }
}
