import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { resolvePaths } from '#backend/paths.ts'
import { openWorkbench } from '#backend/workbench.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { startServer } from '../e2e/server.ts'
import { formatNumber, markdownTable } from './markdown.ts'
import type { BenchOptions, Section } from './section.ts'
import { spreadOf } from './statistics.ts'

/** Times from a move of the pointer, in milliseconds. */
interface MoveTimes {
  /** Until the bars of the answer to it are set. */
  readonly setMs: number[]
  /** Until the frame that shows them is drawn. */
  readonly drawnMs: number[]
}

/** From pointer to bars, at most. */
const GOAL_MS = 16
const QUICK = 30
const USUAL = 300

const layer = { batchNorm: false, dropout: 0 }
/** The fewest images that do: what a network answers takes as long, whatever it has learned. */
const data = { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 500, testSize: 500 }
const NETWORKS: Readonly<Record<string, Recipe>> = {
  '784-30-10': { ...LECTURE_RECIPE, data, epochs: 1 },
  '784-512-256-10': {
    ...{ ...LECTURE_RECIPE, data, epochs: 1 },
    initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
    layers: [
      { ...layer, units: 512, activation: 'relu' },
      { ...layer, units: 256, activation: 'relu' },
      { ...layer, units: 10, activation: 'softmax' },
    ],
    loss: 'softmax-cross-entropy',
    optimizer: { name: 'sgd', learningRate: 0.05 },
  },
}

/** How soon the answer follows the pen in Digits, in browser mode in a real Chromium. */
export async function measurePad({ isQuick, log }: Pick<BenchOptions, 'isQuick' | 'log'>): Promise<Section> {
  const moves = isQuick ? QUICK : USUAL
  const home = mkdtempSync(path.join(tmpdir(), 'backprop-bench-pad-'))
  const times: Record<string, MoveTimes> = {}
  try {
    log('Pad: training the networks')
    await trainNetworks(home)
    const server = await startServer({ home })
    const browser = await launchChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(server.address)
      await page.getByRole('link', { name: 'Digits' }).click()
      for (const name of Object.keys(NETWORKS)) {
        log(`Pad: ${name}`)
        await page.getByLabel(/^Current run/).click()
        await page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
        times[name] = await drawOn(page, moves)
      }
    } finally {
      await browser.close()
      await server.stop()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  const rows = Object.entries(times).flatMap(([name, { setMs, drawnMs }]) =>
    (
      [
        [`${name}: bars set`, setMs],
        [`${name}: their frame drawn`, drawnMs],
      ] as const
    ).map(([what, values]) => {
      const { median, max } = spreadOf(values)
      const within = values.filter((ms) => ms <= GOAL_MS).length / values.length
      return [what, formatNumber(median), formatNumber(max), `${Math.round(100 * within)} %`]
    }),
  )
  return {
    name: 'pad',
    markdown: [
      '## From the pointer to the bars',
      `\`npm run bench -- --pad\`: ${moves} moves of the pointer that draw a digit, each after the answer to the one before. From the move until the bars are set to its answer, and until the frame that shows them is drawn, in a real Chromium without a graphics card, which draws 60 frames a second. The window asks its backend for each answer; what the answer is worth is asked beside it.`,
      markdownTable(['Network', 'Median ms', 'Worst ms', `Within ${GOAL_MS} ms`], rows),
    ].join('\n\n'),
    data: times,
    versions: {},
  }
}

async function trainNetworks(home: string): Promise<void> {
  const workbench = openWorkbench({ ...resolvePaths({ home }), version: 'bench' })
  try {
    for (const [name, recipe] of Object.entries(NETWORKS)) {
      const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>()
      const unsubscribe = workbench.subscribe({
        runChanged: ({ status, reason }) => {
          if (status === 'completed') resolve(undefined)
          else if (reason !== null) reject(new Error(JSON.stringify(reason)))
        },
      })
      await workbench.api.runs.start({ recipe, name })
      await ended.finally(unsubscribe)
    }
  } finally {
    await workbench.close()
  }
}

/** Draws a digit, and waits before it for what takes its time once. */
async function drawOn(page: Page, moves: number): Promise<MoveTimes> {
  await page.evaluate(drawAndTime, 10)
  await page.locator('.worth-title').waitFor()
  const clear = page.getByRole('button', { name: 'Clear', exact: true })
  await clear.click()
  const times = await page.evaluate(drawAndTime, moves)
  await clear.click()
  await page.getByText('Draw a digit on the pad.').waitFor()
  return times
}

// Runs in the page, by itself. A frame has been drawn when the task after it begins.
async function drawAndTime(moves: number): Promise<{ setMs: number[]; drawnMs: number[] }> {
  const pad = document.querySelector<HTMLCanvasElement>('canvas.pad')!
  const bars = document.querySelector('table[aria-label="Outputs of the network"]')!
  const box = pad.getBoundingClientRect()
  // A pointer that only a script knows cannot be captured; a real one can.
  pad.setPointerCapture = () => undefined
  const fire = (type: string, k: number): void => {
    // A 0 that is drawn round and round, ever closer to its middle.
    const angle = k / 12
    const radius = 0.34 - (0.2 * k) / moves
    pad.dispatchEvent(
      new PointerEvent(type, {
        ...{ pointerId: 7, pointerType: 'mouse', isPrimary: true, bubbles: true },
        button: type === 'pointermove' ? -1 : 0,
        clientX: box.left + box.width * (0.5 + 0.7 * radius * Math.sin(angle)),
        clientY: box.top + box.height * (0.5 - radius * Math.cos(angle)),
      }),
    )
  }
  const answered = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The bars did not follow the pointer')), 10_000)
      const observer = new MutationObserver(() => {
        if (bars.ariaBusy === 'true') return
        observer.disconnect()
        clearTimeout(late)
        resolve()
      })
      observer.observe(bars, { subtree: true, childList: true, attributes: true, characterData: true })
    })
  const setMs: number[] = []
  const drawnMs: number[] = []
  let isSet = answered()
  fire('pointerdown', 0)
  await isSet
  for (let k = 1; k <= moves; k++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => setTimeout(resolve))
    isSet = answered()
    const start = performance.now()
    fire('pointermove', k)
    await isSet
    setMs.push(performance.now() - start)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await new Promise((resolve) => setTimeout(resolve))
    drawnMs.push(performance.now() - start)
  }
  fire('pointerup', moves)
  return { setMs, drawnMs }
}
