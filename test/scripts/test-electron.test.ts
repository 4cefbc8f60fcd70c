import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'electron-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

/** Runs `npm run test:electron` without npm and its build, on a machine without a screen. */
function testElectron(environment: NodeJS.ProcessEnv): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/run.js', 'scripts/test-electron.ts'], {
    cwd: root,
    env: { ...process.env, CI: '', DISPLAY: '', WAYLAND_DISPLAY: '', ...environment },
    encoding: 'utf8',
  })
  return { status, stderr }
}

describe('npm run test:electron', () => {
  it.each(['', '1'])('fails where the folder that is named holds no Electron, with CI=%j', (CI) => {
    const { status, stderr } = testElectron({ CI, ELECTRON_OVERRIDE_DIST_PATH: folder })
    expect(stderr).toBe(
      `There is no Electron in ${folder} (ELECTRON_OVERRIDE_DIST_PATH): name the folder that holds its executable, or unset the variable. The end-to-end tests did not run in Electron.\n`,
    )
    expect(status).toBe(1)
  })

  const isInstalled = existsSync(path.join(root, 'node_modules/electron/path.txt'))
  it.skipIf(isInstalled)('fails without a binary, with the words how to get one', () => {
    const { status, stderr } = testElectron({ ELECTRON_OVERRIDE_DIST_PATH: '' })
    expect(stderr).toContain(`Electron's binary is not installed: 'npx install-electron' fetches it`)
    expect(status).toBe(1)
  })

  it.skipIf(isInstalled)('passes without a binary under continuous integration, and says so', () => {
    const { status, stderr } = testElectron({ CI: '1', ELECTRON_OVERRIDE_DIST_PATH: '' })
    expect(stderr).toContain('The end-to-end tests did not run in Electron.')
    expect(status).toBe(0)
  })

  it.runIf(process.platform === 'linux')('fails without a screen', () => {
    writeFileSync(path.join(folder, 'electron'), '')
    const { status, stderr } = testElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })
    expect(stderr).toBe(
      'No screen found (DISPLAY is not set). The end-to-end tests did not run in Electron.\n',
    )
    expect(status).toBe(1)
  })
})
