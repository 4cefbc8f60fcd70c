import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { launchChromium } from '../e2e/chromium.ts'
import { startServer } from '../e2e/server.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { BenchOptions, Section } from './section.ts'

/** Time between frames while a person does one thing again and again, in milliseconds. */
interface Frames {
  readonly what: string
  readonly median: number
  readonly slowest: number
}

/** A frame that a person takes for smooth, at most. */
const SMOOTH_MS = 32
const QUICK = 20
const USUAL = 200

/** How smoothly Learn follows keys: stepping, scrubbing and sliders, in a real Chromium. */
export async function measureLearn({
  isQuick,
  log,
}: Pick<BenchOptions, 'isQuick' | 'log'>): Promise<Section> {
  const times = isQuick ? QUICK : USUAL
  const home = mkdtempSync(path.join(tmpdir(), 'backprop-bench-learn-'))
  const server = await startServer({ home })
  const browser = await launchChromium()
  const frames: Frames[] = []
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(server.address)
    await page.getByRole('link', { name: 'Runs' }).waitFor()
    await page.waitForLoadState('networkidle')
    const measure = async (
      what: string,
      view: string,
      prepare: () => Promise<void>,
      key: string,
    ): Promise<void> => {
      log(`Frames: ${what}`)
      await page.evaluate((id) => (location.hash = `#/learn/${id}`), view)
      await prepare()
      frames.push({ what, ...(await framesOf(page, times, key)) })
    }
    const slider = (name: string) => page.getByRole('slider', { name })
    await measure(
      'stepping through the microscope',
      'microscope',
      () => page.getByRole('group', { name: 'The network' }).waitFor(),
      '.',
    )
    await measure(
      ...(['scrubbing a race of optimizers', 'descent'] as const),
      async () => {
        await page.getByRole('button', { name: 'Race', exact: true }).click()
        await slider('Step').focus()
      },
      'ArrowRight',
    )
    await measure(
      'moving the first weights of ten layers',
      'depth',
      () => slider('Factor of the first weights').focus(),
      'ArrowRight',
    )
  } finally {
    await browser.close()
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
  const rows = frames.map(({ what, median, slowest }) => [what, formatNumber(median), formatNumber(slowest)])
  return {
    name: 'learn',
    markdown: [
      '## Frames in Learn',
      markdownTable(['While', 'Median ms', 'Slowest ms'], rows),
      `A median of up to ${SMOOTH_MS} ms is smooth.`,
    ].join('\n\n'),
    data: frames,
    versions: {},
  }
}

/** Presses a key again and again, and looks at the time between the frames meanwhile. */
async function framesOf(page: Page, times: number, key: string): Promise<Omit<Frames, 'what'>> {
  const watch = await page.evaluateHandle(() => {
    const all: number[] = []
    let last = performance.now()
    let isOn = true
    const tick = (now: number): void => {
      all.push(now - last)
      last = now
      if (isOn) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    return {
      end: () => {
        isOn = false
        return all
      },
    }
  })
  for (let k = 0; k < times; k++) await page.keyboard.press(key)
  const sorted = (await watch.evaluate((watched) => watched.end())).sort((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, slowest: sorted.at(-1)! }
}
