import { createServer, type RequestListener } from 'node:http'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { findElectron, findInstalledElectron } from '../../scripts/electron-binary.ts'
import { runElectron } from '../../scripts/run-electron.ts'

/** The name that Electron's own package gives its program on this system. */
const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}
const program = programs[process.platform] ?? 'electron'

let root: string
let lines: string[]

/** A project whose `electron` package has this installer and no binary yet. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'project-'))
  lines = []
  await mkdir(join(root, 'node_modules/electron'), { recursive: true })
  await writeFile(join(root, 'node_modules/electron/package.json'), '{"version":"45.0.0"}')
  for (const name of ['ELECTRON_OVERRIDE_DIST_PATH', 'HTTPS_PROXY', 'https_proxy'])
    vi.stubEnv(name, undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true })
})

const find = () => findElectron(root, (line) => lines.push(line))

function writeInstaller(source: string): Promise<void> {
  return writeFile(join(root, 'node_modules/electron/install.js'), source)
}

/** An installer that does what Electron's does once the archive is there. */
const goodInstaller = `
  const fs = require('node:fs'), path = require('node:path')
  const file = path.join(__dirname, 'dist', ${JSON.stringify(program)})
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, '')
  fs.writeFileSync(path.join(__dirname, 'path.txt'), ${JSON.stringify(program)})`

/** The server that Electron is fetched from. */
async function startMirror(
  listener: RequestListener = (_request, response) => response.end(),
): Promise<void> {
  const server = createServer(listener)
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${port}/`)
}

describe("Electron's binary", () => {
  it('is fetched once by its own installer', async () => {
    await startMirror()
    await writeInstaller(goodInstaller)
    const path = join(root, 'node_modules/electron/dist', program)
    expect(await findInstalledElectron(root)).toBeNull()
    expect(await find()).toEqual({ path })
    expect(lines).toEqual(['Fetching Electron 45.0.0, once…'])
    expect(await findInstalledElectron(root)).toBe(path)
    await writeInstaller('process.exit(1)')
    expect(await find()).toEqual({ path })
    expect(lines).toHaveLength(1)
  })

  it('is not asked for again once its fetch failed, until another version is wanted', async () => {
    await startMirror()
    await writeInstaller(`console.error('HTTPError: Response code 404\\n    at somewhere'); process.exit(1)`)
    const failed = {
      reason: `Electron could not be fetched (Response code 404; 'npx install-electron' tries again)`,
    }
    expect(await find()).toEqual(failed)
    await writeInstaller(goodInstaller)
    expect(await find()).toEqual(failed)
    expect(lines).toHaveLength(1)
    await writeFile(join(root, 'node_modules/electron/package.json'), '{"version":"46.0.0"}')
    expect(await find()).toHaveProperty('path')
  })

  it('is not fetched where its server does not answer', async () => {
    await startMirror((_request, response) => response.destroy())
    await writeInstaller(goodInstaller)
    expect(await find()).toEqual({
      reason: expect.stringMatching(/127\.0\.0\.1:\d+ does not answer/) as string,
    })
    expect(await findInstalledElectron(root)).toBeNull()
  })

  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', join(root, 'own'))
    expect(await find()).toEqual({ reason: expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH') as string })
    await mkdir(join(root, 'own', program, '..'), { recursive: true })
    await writeFile(join(root, 'own', program), '')
    expect(await find()).toEqual({ path: join(root, 'own', program) })
  })
})

// A shell script takes Electron's place.
describe.skipIf(process.platform === 'win32')('running Electron', () => {
  async function run(script: string): Promise<string | null> {
    const binary = join(root, 'electron')
    await writeFile(binary, `#!/bin/sh\n${script}\n`)
    await chmod(binary, 0o755)
    return runElectron(binary, { store: 'some store.sqlite' })
  }
  const { exitCode } = process
  afterEach(() => {
    process.exitCode = exitCode
  })

  it('hands on the store and takes over the status', async () => {
    const reported = join(root, 'arguments')
    expect(await run(`echo "$2|$3" > '${reported}'; exit 3`)).toBeNull()
    expect(process.exitCode).toBe(3)
    expect(await readFile(reported, 'utf8')).toBe('--store|some store.sqlite\n')
  })

  it.each([
    [
      `echo '[123:0101/120000.000000:FATAL:sandbox.cc(157)] The SUID sandbox helper is not set up.' >&2; kill -TRAP $$`,
      'Electron did not start (The SUID sandbox helper is not set up.)',
    ],
    [`exit 127`, 'Electron did not start (status 127)'],
  ])('says why it could not start', async (script, reason) => {
    expect(await run(script)).toBe(reason)
  })

  it('says that the program cannot be run', async () => {
    expect(await runElectron(join(root, 'absent'), { store: undefined })).toContain('Electron did not start')
  })
})
