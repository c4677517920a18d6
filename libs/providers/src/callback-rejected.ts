/** Thrown by `verify`: the callback is not the vendor's, or cannot be proved to be. Says nothing about which byte differed. */
export class CallbackRejected extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CallbackRejected';
  }
}
