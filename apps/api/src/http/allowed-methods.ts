import type { RouteOptions } from 'fastify';

/** Knows which methods a path answers, so that a wrong one is told apart from a wrong path. */
export class AllowedMethods {
  readonly #routes: { readonly method: string; readonly path: RegExp }[] = [];

  /** Takes note of a route; to be called for each, as Fastify's `onRoute` hook is. */
  add({ method, url }: Pick<RouteOptions, 'method' | 'url'>): void {
    // Files are served under a wildcard: what is not among them is missing, whatever the method.
    if (url.includes('*')) return;
    const path = new RegExp(
      `^${url.replace(/[.+?^$|()[\]{}\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`,
    );
    for (const each of [method].flat()) this.#routes.push({ method: each, path });
  }

  /** The methods that the path of `url` answers; none where there is no such path. */
  of(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    const methods = this.#routes.filter((route) => route.path.test(path));
    return [...new Set(methods.map(({ method }) => method))].sort();
  }
}
