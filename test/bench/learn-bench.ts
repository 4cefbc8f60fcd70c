import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
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
/** Pixels that a pointer goes over at least. */
const TRACK = 160
const QUICK = 20
const USUAL = 200

/** How smoothly Learn follows keys and the pointer: stepping, scrubbing, sliders and dragging, in a real Chromium. */
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
      /** Does it for the k-th time. */
      act: (k: number) => Promise<void>,
    ): Promise<void> => {
      log(`Frames: ${what}`)
      await page.evaluate((id) => (location.hash = `#/learn/${id}`), view)
      await prepare()
      frames.push({ what, ...(await framesOf(page, times, act)) })
    }
    const press = (key: string) => () => page.keyboard.press(key)
    /** Takes hold of a place of an element, a share of its width and height. */
    const hold = async (element: Locator, at: { x: number; y: number }): Promise<void> => {
      const box = (await element.boundingBox())!
      // A slider's thumb is held, and goes over its track.
      const width = Math.max(box.width, TRACK)
      held = { left: box.x + (box.width - width) / 2, width, y: box.y + at.y * box.height }
      await page.mouse.move(box.x + at.x * box.width, held.y)
      await page.mouse.down()
    }
    let held = { left: 0, width: 0, y: 0 }
    /** Where the pointer is at the k-th time: to and fro over the middle of what it holds. */
    const placeOf = (k: number): number => held.left + held.width * (0.5 + 0.3 * Math.sin(k / 8))
    const drag = (k: number) => page.mouse.move(placeOf(k), held.y)
    const slider = (name: string) => page.getByRole('slider', { name })
    await measure(
      'stepping through the microscope',
      'microscope',
      () => page.getByRole('group', { name: 'The network' }).waitFor(),
      press('.'),
    )
    await measure(
      ...(['scrubbing a race of optimizers', 'descent'] as const),
      async () => {
        await page.getByRole('button', { name: 'Race', exact: true }).click()
        await slider('Step').focus()
      },
      press('ArrowRight'),
    )
    await measure(
      'moving the first weights of ten layers',
      'depth',
      () => slider('Factor of the first weights').focus(),
      press('ArrowRight'),
    )
    await measure(
      'dragging a weight of a neuron',
      'functions',
      () => hold(slider('Weight w 1'), { x: 0.5, y: 0.5 }),
      drag,
    )
    await page.mouse.up()
    await measure(
      ...(['dragging a point on all activations', 'functions'] as const),
      async () => {
        await page.getByRole('button', { name: 'Activations', exact: true }).click()
        await hold(slider('Point on Sigmoid').first(), { x: 0.5, y: 0.5 })
      },
      drag,
    )
    await page.mouse.up()
    await measure(
      ...(['moving Descent’s start, click by click', 'descent'] as const),
      async () => {
        const picture = page.locator('svg.picture')
        await picture.waitFor()
        await hold(picture, { x: 0.5, y: 0.5 })
        await page.mouse.up()
      },
      (k) => page.mouse.click(placeOf(k), held.y),
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

/** Does something again and again, and looks at the time between the frames meanwhile. */
async function framesOf(
  page: Page,
  times: number,
  act: (k: number) => Promise<void>,
): Promise<Omit<Frames, 'what'>> {
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
  for (let k = 0; k < times; k++) await act(k)
  const sorted = (await watch.evaluate((watched) => watched.end())).sort((a, b) => a - b)
  return { median: sorted[Math.floor(sorted.length / 2)]!, slowest: sorted.at(-1)! }
}
