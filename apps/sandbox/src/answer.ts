/** One HTTP answer of a stand-in, ready to be written. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that carries JSON, as both vendors send it. */
export const jsonAnswer = (status: number, body: unknown): Answer => ({
  status,
  body: JSON.stringify(body),
  contentType: 'application/json; charset=utf-8',
});

/** The page that a proxy in front of a vendor shows when something is wrong with it. */
export const htmlAnswer = (status: number): Answer => {
  const title = `${status} ${status === 502 ? 'Bad Gateway' : 'Something is wrong'}`;
  return {
    status,
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>proxy</center>\r\n</body>\r\n</html>\r\n`,
    contentType: 'text/html',
  };
};
