/** The code of an error of Node's or Fastify's, such as `EADDRINUSE`; undefined where it has none. */
export function systemCode(error: unknown): string | undefined {
  // Not by instanceof: what Node itself throws is of another realm where the code runs in one of its own, as in Jest.
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}
