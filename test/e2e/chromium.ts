import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type LaunchOptions } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Web security stays on; what is off is the noise a test browser would send to the outside. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--no-pings',
  '--font-render-hinting=none',
]

/**
 * Starts a headless Chromium: the one named by CHROMIUM_PATH, else one of the system, else the one that
 * travels in the npm package @sparticuz/chromium, which needs no system package.
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const system = process.env.CHROMIUM_PATH ?? systemPaths.find((path) => existsSync(path))
  if (system !== undefined) {
    return chromium.launch({ executablePath: system, ...options, args: [...args, ...(options.args ?? [])] })
  }
  const folder = await unpackChromium()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    ...options,
    args: [...args, ...(options.args ?? [])],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_PATH: process.env.FONTCONFIG_PATH ?? fontConfigFolder(folder),
      ...options.env,
    },
  })
}

/** A machine with fonts of its own keeps them; a bare one gets those of the package. */
function fontConfigFolder(folder: string): string {
  return existsSync('/etc/fonts/fonts.conf') ? '/etc/fonts' : join(folder, 'fonts')
}

/**
 * Unpacks the package's Chromium once, into a folder named after its version. The package itself unpacks
 * into the temporary folder and takes whatever lies there, so two test files at once could start half a
 * file: here it unpacks into a folder of its own, which is then renamed as a whole.
 */
async function unpackChromium(): Promise<string> {
  const manifestPath = join(root, 'node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(await readFile(manifestPath, 'utf8')) as { version: string }
  const cache = join(root, 'node_modules/.cache')
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const unpacking = await mkdtemp(`${folder}-`)
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium'
    await chromium.executablePath()
    await inflate('node_modules/@sparticuz/chromium/bin/al2023.tar.br')`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: unpacking },
  })
  try {
    await rename(unpacking, folder)
  } catch (error) {
    // Another process was first; its folder is as good.
    await rm(unpacking, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}
