export default {
  testEnvironment: 'node',
  // Generous, for the machine may be busy: nothing here is proven by how soon it happens.
  testTimeout: 30_000,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  testRegex: '\\.(spec|e2e-spec)\\.ts$',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          keepClassNames: true,
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^waypost/sandbox$': '<rootDir>/apps/sandbox/src/index',
    '^waypost/([^/]+)$': '<rootDir>/libs/$1/src/index',
    '^waypost/([^/]+)/(.+)$': '<rootDir>/libs/$1/src/$2/index',
  },
};
