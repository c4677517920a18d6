// Makes dist/ a package that `npm pack ./dist` and `npm publish ./dist` take: the libraries and the sandbox, without
// the gateway and what only the gateway depends on.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';

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
// The gateway's own rooms: their files would draw its databases into every consumer.
const UNPUBLISHED = ['store', 'delivery'];
// Only `waypost/providers/testing` needs a test framework, and only `waypost/sandbox` a server.
const OPTIONAL_PEERS = ['@jest/globals', 'fast-check', 'fastify'];

const { name, description, license, type, engines } = root;
const manifest = {
  name,
  version: root.version,
  description,
  license,
  type,
  engines,
  files: ['libs', 'apps/sandbox', ...UNPUBLISHED.map((name) => `!libs/${name}`), '!**/*.map'],
  exports: Object.fromEntries(
    Object.entries(root.exports)
      .filter(([path]) => !UNPUBLISHED.includes(path.slice('./'.length)))
      .map(([path, file]) => [path, file.replace('./dist/', './')]),
  ),
  dependencies: pick(...DEPENDENCIES),
  peerDependencies: pick(...PEERS, ...OPTIONAL_PEERS),
  peerDependenciesMeta: Object.fromEntries(
    OPTIONAL_PEERS.map((peer) => [peer, { optional: true }]),
  ),
};

writeFileSync('dist/package.json', `${JSON.stringify(manifest, null, 2)}\n`);
for (const file of ['LICENSE', 'README.md']) copyFileSync(file, `dist/${file}`);
