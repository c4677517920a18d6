import type { Scope } from './scope.js';

/**
 * Who may call a handler: everybody, any key, or a key with that scope. Every handler says so, with `@Public()` or
 * `@Authenticated()`.
 */
export type Access = 'public' | 'authenticated' | Scope;

/** The metadata under which a handler keeps its rule. */
export const ACCESS = 'waypost:access';
