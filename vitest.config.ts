import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { SLOWNESS } from './test/slowness.ts'

/** What threads and programs read of the source is compiled once for all of them, see `test/prepare.ts`. */
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/compile', import.meta.url))

/** To fuse kernels takes longer than a small training takes without; tests of just that allow it, see `electron/worker/fused-kernels.ts`. */
process.env.BACKPROP_SIMD ??= '128'

/** Calculation alone: no disk, no thread, no window. */
const UNIT = [
  'test/core/**/*.test.ts',
  'test/electron/{contract,shared}/**/*.test.ts',
  'test/renderer/{charts,model}/**/*.test.ts',
]
/** Drives the window in a real Chromium; needs what `npm run build` makes. */
const E2E = ['test/e2e/**/*.test.ts', 'test/electron-stand-in/**/*.test.ts']
/** Of these: all places at all sizes and by keyboard alone, the main process, and what few changes touch. */
const E2E_LONG = [
  'test/e2e/{walk,keyboard}/*.test.ts',
  'test/e2e/{data,train-form,train-layout,train-heights,train-options,train-recipes,digit-pictures,digit-drawings,digit-answers,own-digits,inspect,stores,misread-inputs,next-steps,current-run}.test.ts',
  'test/e2e/{result-epoch,thinning,engine-bytes,exchange,run-actions,what-if,compare-charts,compare-far-run,import-weights,sweep-layout,sweep-dialog}.test.ts',
  'test/e2e/{electron-life,exported-page,learn-*,other-images,mixed-data,compare,sweep,sweep-elsewhere,runs}.test.ts',
  'test/electron-stand-in/*.test.ts',
]
/**
 * Takes long by its nature: attacks, many kills, MNIST's 60,000 images, the packed application, trained cures, hundreds of
 * photos, full disks, faults at every write, programs of others that read or write our files.
 */
const LONG = [
  'test/{attack,crash,mnist,packaging,diagnosis}/**/*.test.ts',
  'test/**/digit-photos.test.ts',
  'test/formats/*-live.test.ts',
  'test/electron/backend/exchange/{interrupted-import,merge-order,unsound-files}.test.ts',
  'test/electron/backend/store/faults.test.ts',
  'test/electron/backend/{bombs,small-disk}/**/*.test.ts',
  'test/electron/cli/{assignment-command,store-disk,full-disk,sweep-interrupted,sweep-verdict,predict-strokes,special-files}.test.ts',
  'test/electron/browser/start.test.ts',
]
const E2E_SETUP = ['test/prepare.ts', 'test/e2e/kept-digits.ts']

/** `npm test`: all but the projects whose name says `long`; `npm run test:all`: everything. */
export default defineConfig({
  test: {
    globalSetup: ['test/prepare.ts'],
    testTimeout: 120_000 * SLOWNESS,
    hookTimeout: 120_000 * SLOWNESS,
    // What a test waits for comes at once on a free machine, and late on a busy one.
    expect: { poll: { timeout: 30_000 * SLOWNESS } },
    // One more than two cores, as a test of the window waits much.
    maxWorkers: 3,
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
          isolate: false,
        },
      },
      { extends: true, test: { name: 'e2e', include: E2E, exclude: E2E_LONG, globalSetup: E2E_SETUP } },
      { extends: true, test: { name: 'e2e-long', include: E2E_LONG, globalSetup: E2E_SETUP } },
      { extends: true, test: { name: 'long', include: LONG } },
    ],
  },
})
