export type { Actor, ErrorCode, ErrorSource, PauseScope, RetryClass } from './errors/error-code.js';
export type { ErrorEntry } from './errors/error-entry.js';
export { errorDictionary, findError } from './errors/find-error.js';
export type { Message } from './message.js';
export { examples, type ExampleName } from './examples/examples.js';
export { parsePhone } from './phone/parse-phone.js';
