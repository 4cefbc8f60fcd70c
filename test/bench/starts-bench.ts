import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../e2e/chromium.ts'
import { startServer } from '../e2e/server.ts'
import { fillStore } from './filled-store.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const RUNS = 1_000
const EPOCHS = 10

/** Seconds of each start by what it is, one a round. */
type Starts = Record<string, number[]>

/** What a person waits for before anything can be done: commands and the window, from the start of their process. */
export async function measureStarts({ rounds, log }: BenchOptions): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), 'backprop-starts-'))
  const starts: Starts = {}
  const note = (what: string, seconds: number): void => void (starts[what] ??= []).push(seconds)
  try {
    const full = path.join(folder, 'full')
    mkdirSync(full)
    fillStore(path.join(full, 'workbench.sqlite'), RUNS, EPOCHS)
    const browser = await launchChromium()
    try {
      // The first round compiles, and writes what is kept of that.
      for (let round = 0; round <= rounds; round++) {
        log(round === 0 ? 'Warm-up' : `Round ${round}`)
        const measured = await measureRound(path.join(folder, `round-${round}`), full, browser)
        if (round > 0) for (const [what, seconds] of measured) note(what, seconds)
      }
    } finally {
      await browser.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'starts', markdown: toMarkdown(starts), data: starts, versions: {} }
}

/** @param home that is not there yet @param full a home with many runs */
async function measureRound(
  home: string,
  full: string,
  browser: Browser,
): Promise<(readonly [string, number])[]> {
  const train = ['train', '--data', 'mnist', '--epochs', '1']
  const opened = `A window over ${RUNS.toLocaleString('en-US')} runs`
  const empty = await openWindow(home, browser, '', 'nav a')
  const filled = await openWindow(full, browser, '#/runs', '[data-run]')
  return [
    ['`backprop --help`', await firstOutput(['--help'], home)],
    [`\`backprop runs\`, ${RUNS.toLocaleString('en-US')} of them`, await firstOutput(['runs'], full)],
    ['`backprop train` on MNIST to its first epoch', await firstOutput(train, home)],
    ['A new window to its first paint, from the start of browser mode', empty.paint],
    ['… until its places can be clicked', empty.ready],
    [`${opened} to its first paint`, filled.paint],
    ['… until their rows are there', filled.ready],
  ]
}

/** Seconds from the start of the process, as npm's script starts it, to its first output. */
async function firstOutput(words: readonly string[], home: string): Promise<number> {
  const startedAt = performance.now()
  const program = ['--max-semi-space-size=1', 'scripts/run.js', 'electron/made/command-line.mjs']
  const child = spawn(process.execPath, [...program, ...words], {
    cwd: root,
    env: { ...process.env, BACKPROP_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const came = await Promise.race([once(child.stdout, 'data').then(() => true), closed.then(() => false)])
  const seconds = (performance.now() - startedAt) / 1000
  child.stdout.resume()
  const [status] = (await closed) as [number | null]
  if (!came || status !== 0) throw new Error(`${words[0]} ended with ${status}`)
  return seconds
}

/** Seconds from the start of browser mode to what the window shows. @param wanted a selector, of what is shown when it can be used */
async function openWindow(
  home: string,
  browser: Browser,
  place: string,
  wanted: string,
): Promise<{ readonly paint: number; readonly ready: number }> {
  const startedAt = performance.now()
  const server = await startServer({ home })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  try {
    const openedAt = performance.now()
    await page.goto(server.address)
    if (place !== '') await page.evaluate((hash) => (location.hash = hash), place)
    await page.locator(wanted).first().waitFor()
    const ready = (performance.now() - startedAt) / 1000
    const paintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    )
    return { paint: (openedAt - startedAt + paintMs) / 1000, ready }
  } finally {
    await page.close()
    await server.stop()
  }
}

function toMarkdown(starts: Starts): string {
  const rows = Object.entries(starts).map(([what, seconds]) => {
    const { median, min, max } = spreadOf(seconds)
    return [what, formatNumber(median), `${formatNumber(min)} – ${formatNumber(max)}`]
  })
  const text =
    'Seconds from the start of the process, npm’s own left out; the window in a Chromium that runs already.'
  return `## Starts\n\n${text}\n\n${markdownTable(['What', 'Median', 'Range'], rows)}`
}
