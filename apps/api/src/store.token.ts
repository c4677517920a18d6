/** The token under which the gateway's `Store` is injected. */
export const STORE = Symbol('waypost:store');
