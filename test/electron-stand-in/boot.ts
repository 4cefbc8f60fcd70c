import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll } from 'vitest'
import { launchChromium } from '../e2e/chromium.ts'
import type { BrowserWindowStandIn } from './browser-window.ts'
import { createElectronStandIn, type ElectronStandIn, type StandInOptions } from './electron.ts'
import { builtMain, loadBuiltMain } from './load-built-main.ts'

export interface BootOptions extends Omit<StandInOptions, 'context'> {
  /** Folder of the store and the data sets; by default an empty one that is removed in the end. */
  readonly home?: string
  /** What stands on the command line after the program. */
  readonly args?: readonly string[]
  readonly page?: BrowserContextOptions
  /** The built main process; by default that in dist/. */
  readonly main?: string
}

export interface BootedMain extends ElectronStandIn {
  readonly home: string
  /** The first window and its page, once it is loaded and shown. */
  openedWindow(): Promise<{ window: BrowserWindowStandIn; page: Page }>
  /** Quits as a person would, and closes its page. */
  close(): Promise<void>
}

/** One Chromium for all boots of a test file. */
let browser: Promise<Browser> | undefined
afterAll(async () => (await browser)?.close())

const processEvents = ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException'] as const

/** Boots the built main process, in this process, on a stand-in for Electron with a real Chromium. */
export async function bootMain(options: BootOptions = {}): Promise<BootedMain> {
  const main = options.main ?? builtMain
  if (!existsSync(main)) throw new Error(`${main} is not there. Run 'npm run build' first.`)
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'workbench-')))
  // The signals are for the main process.
  browser ??= launchChromium({ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
  const context = await (await browser).newContext(options.page)
  const standIn = createElectronStandIn({ context, ...options })

  const listeners = new Map(processEvents.map((name) => [name, process.rawListeners(name)]))
  const { argv } = process
  process.env.BACKPROP_HOME = home
  process.env.BACKPROP_MNIST = ''
  process.argv = [argv[0]!, 'backprop-workbench', ...(options.args ?? [])]
  await loadBuiltMain(standIn.electron, main)
  process.argv = argv

  return {
    ...standIn,
    home,
    openedWindow: async () => {
      const window = await Promise.race([standIn.firstShown, standIn.app.ended])
      if (typeof window === 'number')
        throw new Error(`Ended with ${window}: ${standIn.desktop.errorBoxes.join(' ')}`)
      return { window, page: await window.webContents.page }
    },
    close: async () => {
      standIn.app.quit()
      await standIn.app.ended
      await context.close()
      delete process.env.BACKPROP_HOME
      for (const [name, former] of listeners) {
        process.removeAllListeners(name)
        for (const listener of former) process.on(name, listener as () => void)
      }
      if (options.home === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}
