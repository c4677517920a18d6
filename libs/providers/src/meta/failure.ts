import { findError, type ErrorEntry, type ErrorSource } from 'waypost/messages';
import type { Failure } from '../callback-item.js';
import { asList, asObject, asText } from '../json.js';
import type { MetaError } from './meta.wire.js';

/** What a vendor said about a failure, believed where it is text. */
export interface VendorWords {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

/**
 * A failure, explained by the dictionary: by its code, or by its message where the code says nothing.
 * `unrecognized` where the vendor documents neither.
 */
export function explainFailure(source: ErrorSource, words: VendorWords): Failure {
  const code = asText(words.code);
  const message = asText(words.message);
  const details = asText(words.details);
  const entry = find(source, code) ?? find(source, message);
  return {
    code: entry?.code ?? 'unrecognized',
    ...(entry ? { entry } : {}),
    vendor: {
      ...(code ? { code } : {}),
      ...(message ? { message } : {}),
      ...(details ? { details } : {}),
    },
  };
}

function find(source: ErrorSource, key: string | undefined): ErrorEntry | undefined {
  return key === undefined ? undefined : findError(source, key);
}

/** The failure in Meta's `errors`: the first that the dictionary knows, else the first; undefined where there is none. */
export function readErrors(source: ErrorSource, errors: unknown): Failure | undefined {
  const failures = asList(errors)
    .map(asObject)
    .filter((error) => error !== undefined)
    .map((error) => explainError(source, error));
  return failures.find(({ entry }) => entry) ?? failures[0];
}

function explainError(source: ErrorSource, error: MetaError): Failure {
  return explainFailure(source, {
    code: error.code,
    // `message` repeats the title and may hold "(#code)" before it.
    message: asText(error.title) ?? error.message,
    details: asObject(error.error_data)?.details,
  });
}
