import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { SLOWNESS } from '../slowness.ts'
import { givePenDigits } from './kept-digits.ts'
import { startBrowserMode } from './targets/browser-mode.ts'
import { startElectron } from './targets/electron.ts'
import type { SystemClipboard } from './targets/page-clipboard.ts'
import { startStandIn } from './targets/stand-in.ts'

export interface WorkbenchOptions {
  /** Folder of the store and the data sets; by default one with pen digits alone, which is removed in the end. */
  readonly home?: string
  readonly viewport?: { width: number; height: number }
  readonly colorScheme?: 'light' | 'dark'
}

export interface SavedFile {
  readonly name: string
  readonly text: string
  readonly bytes: Uint8Array
}

/** A running workbench and its window, wherever it runs. */
export interface RunningWorkbench {
  readonly page: Page
  readonly home: string
  /** Errors of the page that nobody caught, refusals of its content security policy among them. */
  readonly problems: readonly string[]
  /** Does something that saves a file, accepts the offered name and gives the file. */
  saveFile(action: () => Promise<unknown>): Promise<SavedFile>
  /** Does something that asks for files and chooses these. */
  openFile(action: () => Promise<unknown>, ...paths: readonly string[]): Promise<void>
  readonly clipboard: SystemClipboard
  readonly close: () => Promise<void>
}

/** What a target gives; the home and the problems are the same everywhere. */
export type StartedTarget = Omit<RunningWorkbench, 'home' | 'problems'>

export interface TargetOptions extends Required<Omit<WorkbenchOptions, 'home'>> {
  readonly home: string
}

/** `BACKPROP_E2E` says where the end-to-end tests run: in browser mode, in real Electron, or on its stand-in. */
const targets: Readonly<Record<string, (options: TargetOptions) => Promise<StartedTarget>>> = {
  browser: startBrowserMode,
  electron: startElectron,
  'stand-in': startStandIn,
}
export const target = process.env.BACKPROP_E2E ?? 'browser'

/** Starts the workbench and opens its window, whose first place is there. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<RunningWorkbench> {
  const home = options.home ?? (await makeHome())
  const started = await targets[target]!({
    home,
    viewport: options.viewport ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'light',
  })
  // Long enough for a busy machine, and shorter than the test's own, so that a failure names what it waited for.
  started.page.setDefaultTimeout(30_000 * SLOWNESS)
  // A person who wants no motion gets none; a test then waits for no animation.
  await started.page.emulateMedia({ reducedMotion: 'reduce' })
  const problems: string[] = []
  started.page.on('pageerror', (error) => problems.push(error.message))
  started.page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  // Keys and clicks before the first place is there would go to a window that is still starting.
  await started.page.getByRole('heading', { level: 1 }).waitFor()
  return {
    ...started,
    home,
    problems,
    close: async () => {
      await started.close()
      if (options.home === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-'))
  await givePenDigits(home)
  return home
}
