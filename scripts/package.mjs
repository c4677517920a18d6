// node scripts/package.mjs FOLDER: makes FOLDER a package that `npm pack` and `npm publish` take: the libraries and the
// sandbox, without the gateway and what only the gateway depends on. Never dist/ itself: a manifest there would hide
// from the gateway what is not published.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Name the folder to make the package in: node scripts/package.mjs FOLDER');
  process.exit(2);
}

const root = JSON.parse(readFileSync('package.json', 'utf8'));
const version = (name) => root.dependencies[name] ?? root.devDependencies[name];
const pick = (...names) => Object.fromEntries(names.map((name) => [name, version(name)]));

const DEPENDENCIES = ['libphonenumber-js', 'undici'];
const PEERS = [
  '@nestjs/axios',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/swagger',
  'axios',
  'class-transformer',
  'class-validator',
  'reflect-metadata',
  'rxjs',
];
// Not the gateway's own rooms, which would draw its databases into every consumer.
const PUBLISHED = ['libs/messages', 'libs/providers', 'apps/sandbox'];
const isPublished = (file) => PUBLISHED.some((room) => file.startsWith(`./dist/${room}/`));
// Only `waypost/providers/testing` needs the first, and only `waypost/sandbox` the second.
const OPTIONAL_PEERS = ['fast-check', 'fastify'];

const { name, description, license, type, engines } = root;
const manifest = {
  name,
  version: root.version,
  description,
  license,
  type,
  engines,
  files: [...PUBLISHED, '!**/*.map'],
  exports: Object.fromEntries(
    Object.entries(root.exports)
      .filter(([, file]) => isPublished(file))
      .map(([path, file]) => [path, file.replace('./dist/', './')]),
  ),
  dependencies: pick(...DEPENDENCIES),
  peerDependencies: pick(...PEERS, ...OPTIONAL_PEERS),
  peerDependenciesMeta: Object.fromEntries(
    OPTIONAL_PEERS.map((peer) => [peer, { optional: true }]),
  ),
};

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const room of PUBLISHED) cpSync(join('dist', room), join(folder, room), { recursive: true });
for (const file of ['LICENSE', 'README.md']) copyFileSync(file, join(folder, file));
