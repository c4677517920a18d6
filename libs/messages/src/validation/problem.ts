/** One thing that is wrong, for a person to correct. */
export interface Problem {
  /** Where, such as `message.interactive.action.buttons[1].reply.title`. */
  readonly path: string;
  /** A full sentence that says what is allowed. Never quotes what was given. */
  readonly message: string;
}

const PLAIN_KEY = /^[A-Za-z_$][\w$-]{0,63}$/;

/** The path of a member: `a.b`, `a[0]`, and `a["…"]` for keys that would not read as one, cut to a bearable length. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!PLAIN_KEY.test(key)) return `${parent}[${JSON.stringify(key.slice(0, 64))}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

/** A path below another, where either may be empty. */
export function joinPaths(parent: string, below: string): string {
  if (parent === '' || below === '') return parent + below;
  return below.startsWith('[') ? parent + below : `${parent}.${below}`;
}
