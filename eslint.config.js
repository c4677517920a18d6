import tseslint from 'typescript-eslint';
import { defineConfig } from 'eslint/config';

/** What each part of the tree must not import: nothing imports upward (docs/design.md, "The tree"). */
const FORBIDDEN = {
  'libs/messages': ['providers', 'store', 'delivery', 'callbacks', 'webhooks', 'apps'],
  'libs/providers': ['store', 'delivery', 'callbacks', 'webhooks', 'apps'],
  'libs/store': ['delivery', 'callbacks', 'webhooks', 'apps'],
  'libs/delivery': ['callbacks', 'webhooks', 'apps'],
  'libs/callbacks': ['delivery', 'webhooks', 'apps'],
  'libs/webhooks': ['delivery', 'callbacks', 'apps'],
  'apps/sandbox': ['messages', 'providers', 'store', 'delivery', 'callbacks', 'webhooks', 'apps'],
};

const patternsFor = (names) =>
  names.map((name) => ({
    regex:
      name === 'apps'
        ? '^(waypost/sandbox|(\\.\\./)+(api|sandbox|apps)/)'
        : `^(waypost/${name}(/|$)|(\\.\\./)+(libs/)?${name}/src/)`,
    message: `Nothing imports upward: this part of the tree must not know ${name}.`,
  }));

const boundaries = Object.entries(FORBIDDEN).map(([folder, names]) => ({
  files: [`${folder}/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns: patternsFor(names) }] },
}));

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'data/', 'test/consumer/apps/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['**/*.spec.ts', 'test/**', 'bench/**', 'scripts/**'], rules: { 'no-console': 'off' } },
  ...boundaries,
);
