/** A control call (or its counterpart in code) that cannot be understood; `field` is the path of the offending value. */
export class SandboxInputError extends Error {
  override readonly name = 'SandboxInputError';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
