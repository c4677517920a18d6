/** Why the gateway cannot start: a summary and every problem found, for the operator's eyes. Holds no value of a setting. */
export class BootError extends Error {
  constructor(
    readonly summary: string,
    readonly problems: readonly string[] = [],
  ) {
    super([summary, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'BootError';
  }
}
