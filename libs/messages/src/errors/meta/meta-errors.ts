import type { ErrorEntry } from '../error-entry.js';
import { CALLING_ERRORS } from './calling-errors.js';
import { DELIVERY_ERRORS } from './delivery-errors.js';
import { GROUP_ERRORS } from './group-errors.js';
import { MANAGEMENT_ERRORS } from './management-errors.js';
import { PLATFORM_ERRORS } from './platform-errors.js';
import { SENDER_ERRORS } from './sender-errors.js';
import { TEMPLATE_ERRORS } from './template-errors.js';

/**
 * Every failure that Meta documents for the Cloud API, as read in November 2026 (its pages of 2026-09-11 and, for
 * titles, of 2025-11-19). Meta gives no lengths for most limits: where a comment calls one a guess, it is ours.
 */
export const META_ERRORS: readonly ErrorEntry[] = [
  ...PLATFORM_ERRORS,
  ...DELIVERY_ERRORS,
  ...SENDER_ERRORS,
  ...TEMPLATE_ERRORS,
  ...GROUP_ERRORS,
  ...CALLING_ERRORS,
  ...MANAGEMENT_ERRORS,
];
