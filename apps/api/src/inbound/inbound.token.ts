/** What takes users' messages and looks after them. */
export const INBOUND = Symbol('waypost:inbound');
