import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-4.0', // data: caniuse-lite, for development only
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
];
/** They name their licence, MIT, in a way that the lock file does not carry. */
const UNNAMED = ['node_modules/busboy', 'node_modules/streamsearch'];

interface Package {
  readonly license?: string;
}

type Manifest = Readonly<
  Record<
    'dependencies' | 'devDependencies' | 'optionalDependencies',
    Readonly<Record<string, string>>
  >
>;

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
const { packages } = readJson('package-lock.json') as { packages: Record<string, Package> };

describe('the dependencies', () => {
  it('are all in docs/dependencies.md, each with its licence and once', () => {
    const { dependencies, devDependencies, optionalDependencies } = readJson(
      'package.json',
    ) as Manifest;
    const direct = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const actual = direct.map((name) => `${name}: ${packages[`node_modules/${name}`]?.license}`);
    const page = readFileSync('docs/dependencies.md', 'utf8');
    const listed = [...page.matchAll(/^\| (`[^|]+) \| ([^|]+) \|/gm)].flatMap(
      ([, names = '', licence]) =>
        [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => `${name}: ${licence}`),
    );
    expect(listed.sort()).toEqual(actual.sort());
  });

  it('are under permissive licences, down to the last one', () => {
    const others = Object.entries(packages).filter(
      ([path, { license }]) => path !== '' && !UNNAMED.includes(path) && !isPermissive(license),
    );
    expect(others).toEqual([]);
  });
});

function isPermissive(expression = ''): boolean {
  const names = expression.replace(/[()]/g, '').split(' AND ');
  return names.every((name) => name.split(' OR ').some((each) => PERMISSIVE.includes(each)));
}
