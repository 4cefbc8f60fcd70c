import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

export type ElectronBinary = { path: string } | { reason: string }

/** A fetch that failed; the next start does not try again. */
interface FailedFetch {
  readonly version: string
  readonly problem: string
}

const fetchLimitMs = 5 * 60_000
const answerLimitMs = 4_000

/**
 * Finds Electron's binary: the one that ELECTRON_OVERRIDE_DIST_PATH names, else the one in its npm package,
 * else fetches that once. A failure is remembered, so that later starts are quick.
 */
export async function findElectron(root: string, tell: (line: string) => void): Promise<ElectronBinary> {
  const folder = path.join(root, 'node_modules/electron')
  const installed = await findInstalledElectron(root)
  if (installed !== null) return { path: installed }
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return { reason: (await whyNoElectron(root))! }

  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  const memory = path.join(root, 'node_modules/.cache/electron-fetch.json')
  const failed = await readFailure(memory)
  if (failed?.version === version) return { reason: describe(failed.problem) }

  tell(`Fetching Electron ${version}, once…`)
  const problem = (await whyUnreachable()) ?? (await runInstaller(folder))
  const fetched = await readInstalled(folder)
  if (fetched !== null) return { path: fetched }
  await rememberFailure(memory, { version, problem: problem ?? 'its installer left no binary' })
  return { reason: describe(problem ?? 'its installer left no binary') }
}

/** The binary that is there already; null where none is. */
export async function findInstalledElectron(root: string): Promise<string | null> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!override) return readInstalled(path.join(root, 'node_modules/electron'))
  const binary = path.join(override, platformPath(process.platform))
  return existsSync(binary) ? binary : null
}

/** Why no binary is there already, and how to get one; null where one is. */
export async function whyNoElectron(root: string): Promise<string | null> {
  if ((await findInstalledElectron(root)) !== null) return null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return override
    ? `There is no Electron in ${override} (ELECTRON_OVERRIDE_DIST_PATH): name the folder that holds its executable, or unset the variable`
    : `Electron's binary is not installed: 'npx install-electron' fetches it, or ELECTRON_OVERRIDE_DIST_PATH names a folder that holds one`
}

/** Where Electron's own npm package puts the program within its folder `dist`. */
function platformPath(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

async function readInstalled(folder: string): Promise<string | null> {
  try {
    const binary = path.join(folder, 'dist', await readFile(path.join(folder, 'path.txt'), 'utf8'))
    return existsSync(binary) ? binary : null
  } catch {
    return null
  }
}

function describe(problem: string): string {
  return `Electron could not be fetched (${problem}; 'npx install-electron' tries again)`
}

/** Without a network the installer may wait for minutes; its server is asked first. */
async function whyUnreachable(): Promise<string | null> {
  const { ELECTRON_MIRROR, HTTPS_PROXY, https_proxy, npm_config_electron_mirror } = process.env
  // Behind a proxy the installer finds its own way, which this question would not take.
  if (HTTPS_PROXY || https_proxy) return null
  const server = new URL(ELECTRON_MIRROR ?? npm_config_electron_mirror ?? 'https://github.com/')
  try {
    await fetch(server, { method: 'HEAD', signal: AbortSignal.timeout(answerLimitMs) })
    return null
  } catch {
    return `${server.host} does not answer`
  }
}

/** @returns what went wrong, in a few words; null where the installer ended well. */
function runInstaller(folder: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: fetchLimitMs,
    })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(null)
      else if (signal !== null) resolve(`not done after ${fetchLimitMs / 60_000} minutes`)
      else
        resolve(
          complaint.split('\n', 1)[0]!.replace(/^\w*Error: /, '') || `its installer failed with ${code}`,
        )
    })
  })
}

async function readFailure(file: string): Promise<FailedFetch | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FailedFetch
  } catch {
    return null
  }
}

async function rememberFailure(file: string, failure: FailedFetch): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify(failure))
}
