import { defineConfig } from 'vitest/config'

/** Calculation alone: no disk, no thread, no window. */
const UNIT = [
  'test/core/**/*.test.ts',
  'test/electron/{contract,shared}/**/*.test.ts',
  'test/renderer/{charts,model}/**/*.test.ts',
]
/** Drives the window in a real Chromium; needs what `npm run build` makes. */
const E2E = ['test/e2e/**/*.test.ts', 'test/electron-stand-in/**/*.test.ts']
/** Takes long by its nature: many kills, MNIST's 60,000 images, the packed application, trained cures, hundreds of photos. */
const LONG = ['test/{crash,mnist,packaging,diagnosis}/**/*.test.ts', 'test/**/digit-photos.test.ts']

/** `npm test`: all but `long`; `npm run test:all`: everything. */
export default defineConfig({
  test: {
    globalSetup: ['test/ensure-kernels.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a test waits for comes at once on a free machine, and late on a busy one.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    pool: 'forks',
    projects: [
      // These share no state that a test changes, so that files can share their modules too.
      { extends: true, test: { name: 'unit', include: UNIT, isolate: false } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: [...UNIT, ...E2E, ...LONG],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: E2E,
          globalSetup: ['test/ensure-kernels.ts', 'test/e2e/kept-digits.ts'],
        },
      },
      { extends: true, test: { name: 'long', include: LONG } },
      // The walk through all places at all sizes; `npm test` has two of them.
      {
        extends: true,
        test: {
          name: 'walk',
          include: ['test/e2e/walk/walk.test.ts'],
          globalSetup: ['test/ensure-kernels.ts', 'test/e2e/kept-digits.ts'],
          env: { WALK_SIZES: 'all' },
        },
      },
    ],
  },
})
