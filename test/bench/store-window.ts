import { mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../e2e/chromium.ts'
import { startServer } from '../e2e/server.ts'

/** Times in the window, in milliseconds, one a round. */
export interface WindowTimes {
  /** From the click on Runs until the first rows are drawn. */
  readonly openMs: number[]
  /** From a new filter until the rows that fit are drawn. */
  readonly filterMs: number[]
  /** From the choice of all runs until their curves are drawn. */
  readonly compareMs: number[]
}

export interface WindowBenchOptions {
  /** A store of many runs, and one of a few long ones; both are moved. */
  readonly manyRuns: string
  readonly longRuns: string
  readonly epochs: number
  readonly filter: string
  readonly rounds: number
}

/** Measures the window in browser mode, in a real Chromium, each round in a page of its own. */
export async function measureWindow(options: WindowBenchOptions): Promise<WindowTimes> {
  const { manyRuns, longRuns, rounds } = options
  const times: WindowTimes = { openMs: [], filterMs: [], compareMs: [] }
  const browser = await launchChromium()
  try {
    await withPages(browser, manyRuns, rounds, async (page) => {
      times.openMs.push(await page.evaluate(openRuns))
      // What goes on in the background after the first screen is not what is measured next.
      await page.waitForLoadState('networkidle')
      times.filterMs.push(await page.evaluate(filterRuns, options.filter))
    })
    await withPages(browser, longRuns, rounds, async (page) => {
      await page.evaluate(openRuns)
      times.compareMs.push(await page.evaluate(compareAll, options.epochs - 1))
    })
    return times
  } finally {
    await browser.close()
  }
}

async function withPages(
  browser: Browser,
  store: string,
  rounds: number,
  measure: (page: Page) => Promise<void>,
): Promise<void> {
  const home = path.join(path.dirname(store), `home-of-${path.parse(store).name}`)
  mkdirSync(home)
  renameSync(store, path.join(home, 'workbench.sqlite'))
  const server = await startServer({ home })
  try {
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(server.address)
      await page.getByRole('link', { name: 'Runs' }).waitFor()
      await page.waitForLoadState('networkidle')
      await measure(page)
      await page.close()
    }
  } finally {
    await server.stop()
  }
}

// What follows runs in the page, each function by itself. A frame has been drawn when the task after it begins.

async function openRuns(): Promise<number> {
  const link = [...document.querySelectorAll('a')].find((each) => each.textContent.includes('Runs'))!
  const start = performance.now()
  link.click()
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    if (document.querySelector('[data-run]') === null) continue
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now() - start
  }
}

async function filterRuns(text: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('header input')!
  const start = performance.now()
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => setTimeout(resolve))
  return performance.now() - start
}

async function compareAll(lastEpoch: number): Promise<number> {
  const all = document.querySelector<HTMLElement>('input[aria-label="Select all runs"]')!
  const start = performance.now()
  all.click()
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const charts = [...document.querySelectorAll('.chart-plot')].map((each) => each.ariaLabel ?? '')
    if (charts.length === 0 || !charts.every((text) => text.includes(`epoch ${lastEpoch}`))) continue
    // The words come with the lines; the canvas is drawn in the next frame.
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now() - start
  }
}
