import { defineConfig } from 'vitest/config'

/** `npm test`: everything. `npm run test:unit`: all but the tests that drive a browser. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/ensure-kernels.ts', 'test/e2e/kept-digits.ts'],
    testTimeout: 60_000,
    // What a test waits for comes at once on a free machine, and late on a busy one.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    pool: 'forks',
  },
})
