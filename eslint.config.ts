import prettier from 'eslint-config-prettier'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/**
 * The rooms of each house, and what each may import from its house: nothing else. Rooms that are not listed are free.
 * A path with a file's name opens that file alone.
 */
const ROOMS: Record<string, Record<string, readonly string[]>> = {
  core: {
    math: [],
    random: ['math'],
    activations: ['math'],
    losses: ['math'],
    // A recipe knows names and settings, never the arithmetic behind them.
    recipe: [
      ...['activations/names.ts', 'activations/settings.ts', 'losses/names.ts', 'initializers/names.ts'],
      ...['engine/names.ts', 'optimizers/schema.ts', 'formats/format-error.ts', 'formats/read-json.ts'],
      ...['math/read-number.ts', 'math/list-words.ts'],
    ],
    optimizers: ['math', 'recipe'],
    network: ['recipe'],
    initializers: ['random', 'recipe', 'network'],
    data: ['math', 'random', 'recipe'],
    layers: ['random', 'activations', 'losses'],
    // Readers of computations hold functions against activations.
    formats: [
      ...['math', 'recipe', 'network', 'losses', 'activations'],
      ...['data/class-names.ts', 'data/network-input.ts', 'data/stroke-drawing.ts'],
    ],
    importing: [
      'recipe',
      'network',
      'losses/names.ts',
      'activations/names.ts',
      'activations/settings.ts',
      'data',
      'evaluation',
      'formats',
    ],
    engine: ['math', 'recipe', 'activations', 'losses', 'optimizers', 'network', 'data', 'layers'],
    training: [
      ...['math', 'random', 'recipe', 'optimizers', 'network', 'initializers', 'data', 'layers', 'engine'],
      'runs',
    ],
    runs: ['recipe', 'activations/settings.ts'],
    evaluation: [
      ...['math', 'recipe', 'data', 'engine', 'runs', 'activations/names.ts', 'initializers/names.ts'],
      ...['activations/settings.ts', 'losses/names.ts', 'training/learning-rate.ts'],
    ],
    experiments: [
      ...['math', 'random', 'recipe', 'optimizers', 'network', 'initializers', 'data', 'engine', 'training'],
      ...['runs', 'evaluation', 'activations/settings.ts'],
    ],
    // What teaches may look at all that computes.
    explain: [
      ...['math', 'random', 'recipe', 'activations', 'losses', 'optimizers', 'network', 'initializers'],
      ...['data', 'layers', 'engine', 'training', 'runs', 'evaluation', 'formats'],
    ],
    verification: [
      ...['random', 'recipe', 'activations', 'losses', 'optimizers', 'network', 'data', 'layers', 'formats'],
      'engine',
    ],
  },
  electron: {
    contract: [],
    shared: ['contract'],
    serving: ['files'],
    // Who reads and writes files; nobody else opens one.
    files: [],
    // A mix is described alike where it is read and where a form puts it together.
    data: ['contract', 'files', 'shared/describe-mix.ts'],
    worker: ['contract', 'shared', 'data', 'files/format-tools.ts'],
    backend: ['contract', 'shared', 'files', 'data', 'worker'],
    preload: ['contract'],
    main: ['contract', 'shared', 'serving', 'files', 'backend'],
    browser: ['contract', 'shared', 'serving', 'files', 'backend'],
    cli: [
      'contract',
      'shared',
      'files',
      'data',
      'backend',
      'worker/node-engine-threads.ts',
      'worker/fused-kernels.ts',
    ],
  },
  'electron/backend': {
    store: [],
    exchange: [
      ...['store', 'describe-file-error.ts', 'thread-files.ts', 'data/data-library.ts'],
      ...['trainer/thread-pool.ts', 'digits/own-digits.ts'],
    ],
    digits: ['describe-file-error.ts', 'data/data-library.ts'],
    trainer: ['emitter.ts', 'lock-wait.ts'],
    data: ['emitter.ts', 'recently-used.ts', 'store', 'trainer'],
    runs: ['emitter.ts', 'lock-wait.ts', 'promised.ts', 'store', 'trainer', 'data'],
    analysis: [
      ...['emitter.ts', 'promised.ts', 'recently-used.ts', 'turns.ts', 'store', 'trainer', 'data', 'runs'],
      ...['exchange/file-handles.ts', 'describe-file-error.ts'],
    ],
    sweeps: ['emitter.ts', 'lock-wait.ts', 'promised.ts', 'turns.ts', 'store', 'trainer', 'data', 'runs'],
    report: ['turns.ts', 'store', 'exchange', 'data', 'runs', 'analysis', 'trainer/thread-pool.ts'],
    host: ['store', 'describe-file-error.ts', 'workbench.ts'],
  },
  renderer: {
    platform: [],
    model: [],
    stores: ['platform', 'model'],
    composables: ['platform', 'model', 'stores'],
    charts: ['platform', 'model', 'composables'],
    components: ['platform', 'model', 'stores', 'composables', 'charts'],
    // A page that goes out as a file: what it shares with the window is in model.
    page: ['model', 'styles'],
    views: ['platform', 'model', 'stores', 'composables', 'charts', 'components'],
  },
}

/** What a whole house may import from the rest of the program. */
const HOUSES: Record<string, readonly string[]> = {
  core: [],
  electron: ['core', 'package.json', 'resources'],
  renderer: ['core', 'electron/contract', 'electron/shared', 'resources'],
}

/** What opens, makes, changes or moves files: `electron/files` does it for the whole program. */
const FILE_FUNCTIONS = [
  ...[
    'appendFile',
    'copyFile',
    'cp',
    'link',
    'open',
    'readFile',
    'rename',
    'symlink',
    'truncate',
    'writeFile',
  ],
  ...['chmod', 'chown', 'ftruncate', 'mkdtemp', 'utimes', 'write', 'writev'],
].flatMap((name) => [name, `${name}Sync`])

const noFileFunctions = ['node:fs', 'node:fs/promises'].map((name) => ({
  name,
  importNames: [...FILE_FUNCTIONS, 'createWriteStream', 'WriteStream', 'promises', 'default'],
  message: 'files are opened and written by electron/files alone',
}))

const borders = [
  ...Object.entries(HOUSES).map(([house, open]) => ({
    target: `./${house}`,
    from: '.',
    except: ['node_modules', house, ...open].map((path) => `./${path}`),
    message: `${house} may import of this program: ${open.join(', ') || 'nothing'}`,
  })),
  ...Object.entries(ROOMS).flatMap(([house, rooms]) =>
    Object.entries(rooms).map(([room, open]) => ({
      target: `./${house}/${room}`,
      from: `./${house}`,
      except: [room, ...(house === 'core' ? ['limits.ts'] : []), ...open].map((path) => `./${path}`),
      message: `${house}/${room} may import of ${house}: ${open.join(', ') || 'nothing'}`,
    })),
  ),
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
      'core/engine/wasm/compiled-pairs.js',
      'core/formats/html/page-script.js',
      'electron/made/',
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
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
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
      'no-restricted-imports': ['error', { patterns: ['node:*', 'electron', 'vue'] }],
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
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*', 'electron'] }] },
  },
  {
    files: ['electron/**/*.ts'],
    ignores: [
      'electron/files/**',
      // They ask whether a store that is there can be written, and flush its log: nothing is written by them.
      'electron/backend/store/{open-database,store-log}.ts',
    ],
    rules: { 'no-restricted-imports': ['error', { paths: noFileFunctions }] },
  },
  {
    files: ['electron/**/*.ts'],
    // The edge to the terminal, where everything goes through `escapeTerminal`.
    ignores: [
      'electron/cli/{main,run-command-line}.ts',
      'electron/cli/common/{output,session}.ts',
      'electron/browser/run.ts',
      'electron/main/log.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name="write"][callee.object.property.name=/^std(out|err)$/]',
          message: 'names may hold what a terminal acts upon: print through Output or the log',
        },
      ],
    },
  },
  {
    files: ['electron/backend/**'],
    rules: { 'no-restricted-imports': ['error', { paths: ['electron', ...noFileFunctions] }] },
  },
  {
    files: ['electron/backend/store/{open-database,store-log}.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['electron'] }] },
  },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.name=/^(before|after)(All|Each)$/] > Literal.arguments',
          message:
            'a limit of its own does not follow BACKPROP_SLOWNESS: leave it, or multiply it by SLOWNESS',
        },
      ],
    },
  },
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
