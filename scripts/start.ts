import {
  ArgumentError,
  parseStartArguments,
  startHelp,
  type StartArguments,
} from '../electron/browser/arguments.ts'
import { whyNoScreen } from '../electron/browser/desktop.ts'
import { root } from './root.ts'
import { hashSources, isBuildFresh } from './build-stamp.ts'
import { findElectron } from './electron-binary.ts'
import { runElectron } from './run-electron.ts'

/** `npm start`: builds where needed, then opens Electron's window, or browser mode and the reason for it. */
async function start(options: StartArguments): Promise<void> {
  if (!(await ensureBuild())) return
  if (!options.browser) {
    const reason = await openElectron(options)
    if (reason === null) return
    console.log(`${reason}, so the workbench opens in browser mode.`)
  }
  await import(new URL('../electron/made/browser-mode.mjs', import.meta.url).href)
}

/**
 * The build tools are loaded only where there is something to build: they take longer than all the rest.
 *
 * @returns whether there is a fresh build now
 */
async function ensureBuild(): Promise<boolean> {
  const sourcesHash = await hashSources(root)
  if (await isBuildFresh(root, sourcesHash)) return true
  console.log('Building the workbench…')
  const { buildAll } = await import('./build-bundles.ts')
  try {
    await buildAll(sourcesHash)
    return true
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
    return false
  }
}

/** @returns why Electron could not be opened; null once its window was opened and closed again. */
async function openElectron(options: StartArguments): Promise<string | null> {
  const reason = whyNoScreen() ?? whyNotAsRoot()
  if (reason !== null) return reason
  const electron = await findElectron(root, (line) => console.log(line))
  if ('reason' in electron) return electron.reason
  return runElectron(electron.path, options)
}

function whyNotAsRoot(): string | null {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return isRoot ? 'Electron keeps its sandbox, which the root account cannot have' : null
}

try {
  const options = parseStartArguments(process.argv.slice(2))
  if (options.help) console.log(startHelp)
  else await start(options)
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
