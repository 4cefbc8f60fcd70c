import { spawnSync } from 'node:child_process'
import { whyNoElectron } from './electron-binary.ts'
import { whyNoScreen } from '../electron/browser/desktop.ts'
import { root } from './root.ts'

/*
 * `npm run test:electron -- [FILE…]`: the end-to-end tests, or those that vitest's arguments name, in real Electron. Where
 * its binary or a screen is missing it fails, as nothing was tested; under continuous integration (the variable CI) it
 * says so and passes, unless a folder was named that holds no Electron.
 */
const reason = (await whyNoElectron(root)) ?? whyNoScreen()
if (reason !== null) {
  console.error(`${reason}. The end-to-end tests did not run in Electron.`)
  const isExpected = Boolean(process.env.CI) && !process.env.ELECTRON_OVERRIDE_DIST_PATH
  process.exitCode = isExpected ? 0 : 1
} else {
  const vitest = `${root}node_modules/vitest/vitest.mjs`
  const given = process.argv.slice(2)
  // A file beside the folder of all tests would be no choice.
  const tests = given.some((word) => !word.startsWith('-')) ? given : ['test/e2e', ...given]
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...tests], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BACKPROP_E2E: 'electron' },
  })
  process.exitCode = status ?? 1
}
