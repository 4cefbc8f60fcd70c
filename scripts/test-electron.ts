import { spawnSync } from 'node:child_process'
import { findInstalledElectron } from './electron-binary.ts'
import { whyNoScreen } from '../electron/browser/desktop.ts'
import { root } from './root.ts'

/** `npm run test:electron`: the end-to-end tests in real Electron, where its binary and a screen are there. */
const reason =
  (await findInstalledElectron(root)) === null
    ? `Electron's binary is not installed ('npx install-electron' fetches it)`
    : whyNoScreen()
if (reason !== null) {
  console.log(`${reason}, so the end-to-end tests do not run in Electron.`)
} else {
  const vitest = `${root}node_modules/vitest/vitest.mjs`
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/e2e', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BACKPROP_E2E: 'electron' },
  })
  process.exitCode = status ?? 1
}
