import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** A limit that a measured value is held against. */
export interface Bound {
  readonly at: 'most' | 'least';
  readonly is: number;
}

/** Two things measured, one over the other. */
export interface Ratio {
  readonly name: string;
  readonly value: number;
  /** What is required of it. */
  readonly bound?: Bound;
  /** What is hoped for. */
  readonly aim?: Bound;
}

/** A column of figures. */
export interface Column {
  readonly title: string;
  /**
   * Decimals shown.
   * @default 0
   */
  readonly digits?: number;
}

/** What was measured of one subject: a value per column, undefined where there is none. */
export interface Row {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/** What one benchmark found. */
export interface Report {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  /** What is to be known to read the figures right. */
  readonly notes?: readonly string[];
}

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);

/** The report as Markdown, the same on the terminal and in docs/benchmarks.md. */
export function format({ columns, rows, ratios, notes = [] }: Report): string {
  const figures = rows.map(({ name, values }) => [
    name,
    ...columns.map(({ digits }, i) => values[i]?.toFixed(digits ?? 0) ?? ''),
  ]);
  const compared = ratios.map(({ name, value, bound, aim }) => [
    name,
    value.toFixed(2),
    bound ? describe(bound) : '',
    aim ? describe(aim) : '',
  ]);
  return [
    `Measured on ${machine()}.`,
    '',
    ...table(['subject', ...columns.map(({ title }) => title)], figures),
    '',
    ...table(['ratio', 'measured', 'required', 'aim'], compared),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
  ].join('\n');
}

function table(titles: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map((_, i) => (i === 0 ? '---' : '---:'))), ...lines.map(line)];
}

function describe({ at, is }: Bound): string {
  return `at ${at} ${is}`;
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, ${type()} ${release()}, Node ${process.version}`;
}

/** Puts the report into docs/benchmarks.md, between the marks that carry its name. */
export function publish(name: string, report: Report): void {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < 0) throw new Error(`docs/benchmarks.md has no marks ${from} … ${to}.`);
  const text = `${from}\n\n${format(report)}\n\n`;
  writeFileSync(PAGE, page.slice(0, start) + text + page.slice(end));
}

/** The bounds that are missed, each as a sentence. */
export function missed({ ratios }: Report): string[] {
  return ratios.flatMap(({ name, value, bound }) =>
    bound && !holds(value, bound)
      ? [`${name} is ${value.toFixed(2)}, and must be ${describe(bound)}.`]
      : [],
  );
}

function holds(value: number, { at, is }: Bound): boolean {
  return at === 'most' ? value <= is : value >= is;
}
