/** What a baseline is told by the benchmark. */
export interface Settings {
  readonly port: number;
  readonly vendorUrl: string;
  /** The headers of each request to the vendor. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the settings from the environment. */
export function settings(): Settings {
  return {
    port: Number(process.env.PORT),
    vendorUrl: process.env.VENDOR_URL ?? '',
    headers: { authorization: 'bench-token', 'content-type': 'application/json' },
  };
}
