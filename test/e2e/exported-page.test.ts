import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Workbench } from '#backend/workbench.ts'
import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import type { RunDetail } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { PAD_SIZE, padToImage } from '../../renderer/model/digits/pad.ts'
import { launchChromium } from './chromium.ts'
import { makeTrainedHome, openHome, smallRecipe, type TrainedHome } from './trained-home.ts'

const small = smallRecipe(2)
const layer = { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 } as const
const softmax = (part: Partial<Recipe>, ...hidden: Recipe['layers']): Recipe => ({
  ...small,
  loss: 'softmax-cross-entropy',
  initializer: { ...small.initializer, name: 'scaled-normal' },
  optimizer: { name: 'sgd', learningRate: 0.1 },
  layers: [...hidden, layer],
  ...part,
})
/** One of each kind: outputs that are probabilities, each on its own, or sums; activations, batch norm, scales of pixels. */
const RECIPES: Readonly<Record<string, Recipe>> = {
  lecture: small,
  relu: softmax({}, { ...layer, units: 40, activation: 'relu' }),
  normalized: softmax(
    { data: { ...small.data, normalization: 'standardized' } },
    { units: 30, activation: 'tanh', batchNorm: true, dropout: 0.2 },
    { units: 20, activation: 'gelu', batchNorm: true, dropout: 0 },
  ),
  smooth: softmax(
    {},
    { ...layer, units: 20, activation: 'elu' },
    { ...layer, units: 20, activation: 'silu' },
  ),
  sums: {
    ...softmax(
      { loss: 'mse', optimizer: { name: 'sgd', learningRate: 0.01 } },
      { ...layer, units: 20, activation: 'leaky-relu' },
    ),
    layers: [
      { ...layer, units: 20, activation: 'leaky-relu' },
      { ...layer, activation: 'identity' },
    ],
  },
}

let trained: TrainedHome
let workbench: Workbench
let browser: Browser
let folder: string
/** Everything that pages asked for but their own file. */
const requests: string[] = []
const problems: string[] = []
const contexts: BrowserContext[] = []

beforeAll(async () => {
  trained = await makeTrainedHome(RECIPES)
  workbench = openHome(trained.home)
  browser = await launchChromium()
  folder = await mkdtemp(path.join(tmpdir(), 'workbench-page-'))
})

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  expect(problems).toEqual([])
  expect(requests).toEqual([])
})

afterAll(async () => {
  await browser.close()
  await workbench.close()
  await trained.remove()
  await rm(folder, { recursive: true })
})

/** Exports a run's network as a page, and opens the file without a network connection. */
async function openPage(run: RunDetail, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const { fileName, bytes } = await workbench.documents.writeWeights({ runId: run.id, format: 'html' })
  const file = path.join(folder, fileName)
  await writeFile(file, bytes)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    offline: true,
    ...options,
  })
  contexts.push(context)
  const page = await context.newPage()
  const { href } = pathToFileURL(file)
  page.on('request', (request) => {
    if (request.url() !== href) requests.push(request.url())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(href)
  return page
}

const runOf = (name: string): RunDetail => trained.runs.find((run) => run.name === name)!

/** A zigzag, a ring that a person draws badly, a dot; as shares of the pad. */
const DRAWINGS: Readonly<Record<string, readonly (readonly PenPoint[])[]>> = {
  'a seven': [
    [
      { x: 0.3, y: 0.2 },
      { x: 0.72, y: 0.22 },
      { x: 0.5, y: 0.85 },
    ],
    [
      { x: 0.38, y: 0.52 },
      { x: 0.66, y: 0.5 },
    ],
  ],
  'a ring': [
    Array.from({ length: 17 }, (_, k) => ({
      x: 0.5 + 0.2 * Math.sin(0.39 * k),
      y: 0.55 - 0.3 * Math.cos(0.38 * k),
    })),
  ],
  'a dot': [[{ x: 0.5, y: 0.5 }]],
}

/**
 * Draws by mouse on whole pixels of the window.
 * @returns the strokes in pad units, as the workbench's own pad would have them
 */
async function draw(page: Page, strokes: readonly (readonly PenPoint[])[]): Promise<PenStroke[]> {
  const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  const drawn: PenStroke[] = []
  for (const stroke of strokes) {
    const places = stroke.map(({ x, y }) => ({
      x: Math.round(box.x + x * box.width),
      y: Math.round(box.y + y * box.height),
    }))
    const points = places.map(({ x, y }) => ({
      x: ((x - box.x) / box.width) * PAD_SIZE,
      y: ((y - box.y) / box.height) * PAD_SIZE,
    }))
    await page.mouse.move(places[0]!.x, places[0]!.y)
    await page.mouse.down()
    for (const { x, y } of places.slice(1)) await page.mouse.move(x, y)
    await page.mouse.up()
    drawn.push(points)
  }
  return drawn
}

/** The outputs to their last digit, once they are of the whole drawing. */
const outputsOf = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        // The page answers in the next frame.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            const values = [...document.querySelectorAll<HTMLDataElement>('#outputs data')]
            resolve(values.map(({ value }) => Number(value)))
          }),
        )
      }),
  )

describe('a page with a network inside', () => {
  it.each(Object.keys(RECIPES))('answers as the workbench does: %s', async (name) => {
    const run = runOf(name)
    const page = await openPage(run)
    for (const strokes of Object.values(DRAWINGS)) {
      const drawn = await draw(page, strokes)
      const image = padToImage(drawn, 28)!
      const expected = await workbench.api.analysis.predict({ runId: run.id, image })
      const outputs = await outputsOf(page)
      expect(outputs).toHaveLength(10)
      // 1e-6 would do: they are the same, as parameters are 32-bit numbers and the page computes by the same source.
      expect(outputs).toEqual(expected.outputs)
      expect(await page.locator('#answer').textContent()).toBe(String(expected.digit))
      const seen = await page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('#seen')!
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, 28, 28)
        return Array.from({ length: 784 }, (_, k) => data[4 * k]!)
      })
      expect(seen).toEqual([...image])
      await page.getByRole('button', { name: 'Clear' }).click()
    }
  })

  it('says what the network is', async () => {
    const run = runOf('lecture')
    const page = await openPage(run)
    expect(await page.title()).toBe('lecture')
    const facts = await page.locator('.about > dl').innerText()
    for (const fact of ['784 → 30 Sigmoid → 10 Sigmoid', '23,860', '500 training images of Pen digits']) {
      expect(facts).toContain(fact)
    }
    expect(facts).toMatch(/[\d.]+\s% of 100 validation images, [\d.]+\s% of 100 test images/)
    await page.getByText('How it was trained').click()
    expect(await page.locator('details dl').innerText()).toMatch(/Learning rate\s+3\s/)
  })

  it('can be drawn on by keyboard alone', async () => {
    const page = await openPage(runOf('relu'))
    await page.keyboard.press('Tab')
    await page.getByText('Arrow keys move the pen, Space lowers it').waitFor()
    await page.keyboard.press(' ')
    for (let k = 0; k < 6; k++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press(' ')
    const answer = page.locator('#answer')
    await expect.poll(() => answer.textContent()).toMatch(/^\d$/)
    const read = await answer.textContent()
    await page.keyboard.press('Escape')
    await expect.poll(() => answer.textContent()).toBe('?')
    await page.keyboard.press('Control+z')
    await expect.poll(() => answer.textContent()).toBe(read)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Undo')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Redo')
  })

  it('says that it is damaged where it was cut off', async () => {
    const run = runOf('lecture')
    const { bytes } = await workbench.documents.writeWeights({ runId: run.id, format: 'html' })
    const text = new TextDecoder().decode(bytes).replace(/(id="parameters">.{400})[^<]*/, '$1')
    const file = path.join(folder, 'damaged.html')
    await writeFile(file, text)
    const page = await (await browser.newContext()).newPage()
    await page.goto(pathToFileURL(file).href)
    await page.getByText('This page is damaged: expected 23860 parameters of the network, got 75').waitFor()
  })
})
