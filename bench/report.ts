import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import type { Figure } from './measure.js';

export interface Ratio {
  readonly name: string;
  readonly value: number;
  readonly bound?: { readonly at: 'most' | 'least'; readonly is: number };
}

/** What one benchmark found. */
export interface Report {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly ratios: readonly Ratio[];
}

const PAGE = new URL('../../docs/benchmarks.md', import.meta.url);

/** The report as Markdown, the same on the terminal and in docs/benchmarks.md. */
export function format(report: Report): string {
  const figures = report.figures.map(
    ({ name, cpuMicros, perSecond }) =>
      `| ${name} | ${cpuMicros.toFixed(0)} | ${perSecond.toFixed(0)} |`,
  );
  const ratios = report.ratios.map(
    ({ name, value, bound }) =>
      `| ${name} | ${value.toFixed(2)} | ${bound ? `at ${bound.at} ${bound.is}` : ''} |`,
  );
  return [
    `Measured on ${machine()}.`,
    '',
    '| subject | CPU µs per call | calls per second |',
    '|---|---:|---:|',
    ...figures,
    '',
    '| ratio of CPU | measured | bound |',
    '|---|---:|---|',
    ...ratios,
  ].join('\n');
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
  const table = `${from}\n\n${format(report)}\n\n`;
  writeFileSync(PAGE, page.slice(0, start) + table + page.slice(end));
}

/** The ratios that miss their bound. */
export function missed(report: Report): Ratio[] {
  return report.ratios.filter(
    ({ value, bound }) => bound && !(bound.at === 'most' ? value <= bound.is : value >= bound.is),
  );
}
