import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Rectangle } from 'electron'
import type { ElectronApplication, Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { Store } from '#backend/store/store.ts'
import type { RunStatus } from '#core/runs/run-status.ts'
import { SLOWNESS } from '../slowness.ts'
import { givePenDigits } from './kept-digits.ts'
import { target } from './support.ts'
import { electronCommand, launchElectron } from './targets/electron.ts'
import { field } from './train-page.ts'

/**
 * What a desktop program goes through from its start to its end. In browser mode nothing of it happens; the stand-in for
 * Electron has its own tests.
 */
const real = it.runIf(target === 'electron')

const PATIENCE = { timeout: 30_000 * SLOWNESS }

async function makeHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'workbench-life-'))
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 3 }))
  await givePenDigits(home)
  return home
}

interface StartedProgram {
  readonly electron: ElectronApplication
  readonly page: Page
  /** Its status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
}

/** The program with its window, whose first place is there; it is killed after the test where it still runs. */
async function start(home: string): Promise<StartedProgram> {
  const electron = await launchElectron(home)
  const child = electron.process()
  const ended = once(child, 'exit').then(
    ([status, signal]: (number | string | null)[]) => status ?? signal ?? null,
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  const page = await electron.firstWindow()
  await page.getByRole('heading', { level: 1 }).waitFor(PATIENCE)
  return { electron, page, ended }
}

/** Asks the program to end, as its menu does. */
async function quit({ electron, ended }: StartedProgram): Promise<number | string | null> {
  // Its connection may end before the answer comes.
  await electron.evaluate(({ app }) => app.quit()).catch(() => undefined)
  return ended
}

/** Status and number of epochs of the only run, as any other program reads them. */
function readOnlyRun(home: string): { status: RunStatus; epochs: number } | null {
  const store = new Store(join(home, 'workbench.sqlite'))
  try {
    const [listed] = store.runs.list()
    if (listed === undefined) return null
    const { status, epochs } = store.runs.get(listed.id)
    return { status, epochs: epochs.length }
  } finally {
    store.close()
  }
}

const epochsOf = (home: string): number => readOnlyRun(home)?.epochs ?? 0

/** Waits until so many more epochs are stored, and gives their number. */
async function seeMoreEpochs(home: string, more: number): Promise<number> {
  const before = epochsOf(home)
  await expect.poll(() => epochsOf(home), PATIENCE).toBeGreaterThanOrEqual(before + more)
  return epochsOf(home)
}

/** Begins a training that does not end by itself. */
async function train({ page }: StartedProgram, home: string): Promise<void> {
  await field(page, 'data.trainSize').fill('2000')
  await field(page, 'epochs').fill('100000')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await seeMoreEpochs(home, 2)
}

/** The run as the window shows it under Runs. */
async function findInterrupted({ page }: StartedProgram): Promise<void> {
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByRole('row', { name: /interrupted/i }).waitFor(PATIENCE)
}

real('starts, and ends with status 0 within seconds', async () => {
  const home = await makeHome()
  for (let run = 1; run <= 2; run++) expect(await quit(await start(home)), `start ${run}`).toBe(0)
})

real(
  'keeps all epochs of a training during which it is quit, and shows the run at the next start',
  async () => {
    const home = await makeHome()
    const first = await start(home)
    await train(first, home)
    const seen = epochsOf(home)
    expect(await quit(first)).toBe(0)
    const kept = readOnlyRun(home)!
    expect(kept.status).toBe('interrupted')
    expect(kept.epochs).toBeGreaterThanOrEqual(seen)

    const second = await start(home)
    await findInterrupted(second)
    expect(await quit(second)).toBe(0)
  },
)

real('keeps all epochs that were stored when the main process is killed', async () => {
  const home = await makeHome()
  const first = await start(home)
  await train(first, home)
  const seen = epochsOf(home)
  first.electron.process().kill('SIGKILL')
  await first.ended

  const second = await start(home)
  await findInterrupted(second)
  expect(epochsOf(home)).toBeGreaterThanOrEqual(seen)
  expect(await quit(second)).toBe(0)
})

real('shows its minimized window when it is started a second time, which ends with status 0', async () => {
  const home = await makeHome()
  const first = await start(home)
  const isMinimized = (): Promise<boolean> =>
    first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isMinimized())
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
  await expect.poll(isMinimized, PATIENCE).toBe(true)

  const { executablePath, args, env } = await electronCommand(home)
  const second = spawn(executablePath, args, { env, stdio: 'ignore' })
  expect(await once(second, 'exit')).toEqual([0, null])
  await expect.poll(isMinimized, PATIENCE).toBe(false)
  expect(await quit(first)).toBe(0)
})

real('loads a page that crashes, asks what to do when it keeps crashing, and trains on', async () => {
  const home = await makeHome()
  const program = await start(home)
  const { electron } = program
  await train(program, home)
  // The system's own dialog is answered with 'Reload'.
  await electron.evaluate(({ dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (...words: unknown[]) => {
      asked.push((words.at(-1) as { message: string }).message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }
  })
  /** The heading of the page, null while there is none; a page that crashed is asked through the main process. */
  const readHeading = (): Promise<string | null> =>
    electron.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      if (webContents.isCrashed() || webContents.isLoading()) return null
      return (await webContents.executeJavaScript('document.querySelector("h1")?.textContent ?? null')) as
        string | null
    })
  const before = epochsOf(home)
  for (let crash = 1; crash <= 5; crash++) {
    await electron.evaluate(
      ({ BrowserWindow }) =>
        new Promise<void>((resolve) => {
          const { webContents } = BrowserWindow.getAllWindows()[0]!
          webContents.once('render-process-gone', () => resolve())
          webContents.forcefullyCrashRenderer()
        }),
    )
    await expect.poll(readHeading, { ...PATIENCE, message: `the page after crash ${crash}` }).toBe('Train')
  }
  // The fourth crash asks; after its answer three are loaded again.
  const asked = await electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  expect(asked).toEqual(['The window keeps crashing'])
  expect(await seeMoreEpochs(home, 1)).toBeGreaterThan(before)
  expect(await quit(program)).toBe(0)
  expect(readOnlyRun(home)!.status).toBe('interrupted')
})

real('puts its window where it was, start after start', async () => {
  const home = await makeHome()
  const place = { x: 140, y: 110, width: 1000, height: 720 }
  const readPlace = ({ electron }: StartedProgram): Promise<Rectangle> =>
    electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())
  const readStored = async (): Promise<Rectangle> =>
    JSON.parse(await readFile(join(home, 'window', 'place.json'), 'utf8')) as Rectangle
  const first = await start(home)
  await first.electron.evaluate(
    ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds),
    place,
  )
  await expect.poll(() => readPlace(first), PATIENCE).toSatisfy(isBeside(place))
  expect(await quit(first)).toBe(0)
  const stored = await readStored()
  expect(stored).toSatisfy(isBeside(place))
  for (let restart = 1; restart <= 3; restart++) {
    const again = await start(home)
    await expect.poll(() => readPlace(again), PATIENCE).toSatisfy(isBeside(stored))
    expect(await quit(again)).toBe(0)
    // What is asked for at the next start: a difference as small as a frame would add up.
    expect(await readStored(), `after restart ${restart}`).toEqual(stored)
  }
})

/** Of the same size, and no further away than the frame that a window manager puts around a window is wide. */
const isBeside =
  (place: Rectangle) =>
  ({ x, y, width, height }: Rectangle): boolean =>
    width === place.width &&
    height === place.height &&
    Math.abs(x - place.x) <= 60 &&
    Math.abs(y - place.y) <= 60
