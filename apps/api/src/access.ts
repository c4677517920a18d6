/** Who may call a handler; every handler says so, with `@Public()` or `@Authenticated()`. */
export type Access = 'public' | 'authenticated';

/** The metadata under which a handler keeps its rule. */
export const ACCESS = 'waypost:access';
