/** One promise of a provider, and the code that finds out whether it is kept. */
export interface ConformanceCheck {
  /** Its number in docs/adding-a-provider.md. */
  readonly number: number;
  /** What the provider promises, as the rest of a sentence that begins with its name. */
  readonly promise: string;
  /** @throws AssertionError where the promise is broken */
  readonly run: () => Promise<void>;
}
