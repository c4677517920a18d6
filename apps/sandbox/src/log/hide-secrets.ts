const SECRET = /^(authorization|proxy-authorization|cookie|token|api-key|apikey|x-api-key)$/i;

/** Headers fit to be shown: what carries a credential keeps its name and loses its value. */
export const hideSecrets = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> => {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    shown[name] = SECRET.test(name) ? '[secret]' : String(value);
  }
  return shown;
};
