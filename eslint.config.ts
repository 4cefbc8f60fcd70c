import prettier from 'eslint-config-prettier'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** Which room must not import which: `target` may not import from `from`. */
const borders: { target: string; from: string; message: string }[] = [
  ...['electron', 'renderer', 'test', 'scripts'].map((room) => ({
    target: './core',
    from: `./${room}`,
    message: 'core imports nothing of the rest',
  })),
  ...['backend', 'data', 'worker', 'main', 'preload', 'browser', 'cli'].flatMap((room) => [
    {
      target: './renderer',
      from: `./electron/${room}`,
      message: 'the window reaches the backend through electron/contract alone',
    },
    { target: './electron/contract', from: `./electron/${room}`, message: 'the contract stands alone' },
  ]),
  ...['main', 'preload', 'browser', 'cli'].map((room) => ({
    target: './electron/backend',
    from: `./electron/${room}`,
    message: 'the backend knows nothing of who serves it',
  })),
  {
    target: './electron/worker',
    from: './electron/backend',
    message: 'the worker knows core and its own messages',
  },
  { target: './electron', from: './renderer', message: 'nothing but the build looks into the window' },
]

export default defineConfig(
  {
    ignores: [
      'dist/',
      'release/',
      'test/reference/',
      // AssemblyScript, which reads like TypeScript and is not.
      'core/engine/wasm/kernels/',
      'core/engine/wasm/compiled.js',
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        project: [
          'core/tsconfig.json',
          'electron/tsconfig.json',
          'renderer/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    plugins: { 'import-x': importX },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: borders }],
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/multi-word-component-names': 'off',
      // The default of a destructured prop becomes the prop's default, which its type does not show.
      '@typescript-eslint/no-useless-default-assignment': 'off',
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['node:*', 'electron', 'vue', '#backend/*', '#contract/*'] },
      ],
      'no-restricted-globals': ['error', 'process', 'window', 'document', 'Date', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'randomness is seeded and passed in' },
        ...['exp', 'log', 'tanh', 'sin', 'cos', 'pow', 'expm1', 'log1p', 'atan2', 'hypot', 'cbrt'].map(
          (property) => ({
            object: 'Math',
            property,
            message: 'its last bit differs between engines; use core/math',
          }),
        ),
      ],
    },
  },
  {
    files: ['renderer/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*', 'electron', '#backend/*'] }] },
  },
  { files: ['electron/backend/**'], rules: { 'no-restricted-imports': ['error', { paths: ['electron'] }] } },
  {
    files: ['scripts/**', 'electron/cli/**', 'electron/browser/main.ts', 'test/bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['scripts/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
  },
  { files: ['*.config.ts'], languageOptions: { parserOptions: { project: ['electron/tsconfig.json'] } } },
  prettier,
)
