import type { Locator } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 200, testSize: 200 },
  epochs: 6,
}
const recipes = {
  lecture: recipe,
  again: { ...recipe, seed: 2 },
  slow: { ...recipe, optimizer: { name: 'sgd', learningRate: 0.01 } },
  wide: { ...recipe, layers: recipe.layers.map((layer, k) => (k === 0 ? { ...layer, units: 60 } : layer)) },
} satisfies Record<string, Recipe>

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const chartOf = (measure: string): Locator => page.getByRole('img', { name: new RegExp(`^${measure} by `) })
const readOut = (): Locator => page.locator('.read-out')

async function select(...names: string[]): Promise<void> {
  for (const name of names) await page.getByLabel(`Select ${name}`, { exact: true }).click()
  await page.getByText(`Comparing ${names.length} runs`).waitFor()
}

/** Points at a place of a chart, given as shares of its width and height. */
async function pointAt(chart: Locator, x: number, y = 0.5): Promise<void> {
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 })
}

beforeAll(async () => {
  trained = await makeTrainedHome(recipes)
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
}, 120_000)

beforeEach(async () => {
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByLabel('Select slow', { exact: true }).waitFor()
})

checkAndClose(() => ({ workbench, trained }))

describe('comparing runs', () => {
  it('draws charts in whole pixels of the screen', async () => {
    // Odd sizes, which neighbours cannot share evenly.
    for (const size of [
      { width: 1283, height: 797 },
      { width: 1021, height: 643 },
    ]) {
      await page.setViewportSize(size)
      await select('lecture', 'slow')
      await chartOf('Loss').waitFor()
      const drawn = await page.locator('.chart canvas').evaluateAll((canvases) =>
        (canvases as HTMLCanvasElement[]).map((canvas) => {
          const { left, top, width, height } = canvas.getBoundingClientRect()
          const onScreen = [left, top, width, height].map((length) => length * devicePixelRatio)
          return { onScreen, bitmap: [canvas.width, canvas.height] }
        }),
      )
      expect(drawn.length).toBeGreaterThan(1)
      for (const { onScreen, bitmap } of drawn) {
        expect(onScreen.slice(2)).toEqual(bitmap)
        for (const length of onScreen) expect(length).toBeCloseTo(Math.round(length), 3)
      }
      await page.reload()
      await page.getByLabel('Select slow', { exact: true }).waitFor()
    }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('tests the difference of two, and shows the images on which they disagree', async () => {
    await select('lecture', 'slow')
    const [lecture, , slow] = trained.runs
    const more = lecture!.best!.testCorrect! - slow!.best!.testCorrect!
    expect(more).toBeGreaterThan(0)
    await page
      .getByText(
        `lecture gets ${more} more of 200 test images of Pen digits right than slow; this is hardly chance (p < 0.0001).`,
      )
      .waitFor()
    await page.getByText('slow – lecture: −').waitFor()

    await page.getByRole('button', { name: /^Images on which they disagree/ }).click()
    const images = page.getByRole('list', { name: 'Disagreements' }).getByRole('listitem')
    const all = Number(/\d+/.exec((await page.getByRole('button', { name: /^All \d/ }).textContent())!)![0])
    await expect.poll(() => images.count()).toBe(all)
    await page.getByRole('button', { name: /^Only lecture is right/ }).click()
    await expect.poll(() => images.count()).toBeLessThan(all)
    const title = await images.first().getAttribute('title')
    const [, label, said] = /labelled (\d); lecture says (\d)/.exec(title!)!
    expect(said).toBe(label)
    await page.keyboard.press('Escape')
    await expect.poll(() => images.count()).toBe(0)
  })

  it('draws any measure by epoch, examples or seconds, with exact values under the cursor', async () => {
    await select('lecture', 'slow')
    const [lecture, , slow] = trained.runs
    await pointAt(chartOf('Accuracy'), 0.97)
    for (const run of [lecture, slow]) {
      await readOut().getByText(formatAccuracy(run!.last!.validationAccuracy)).first().waitFor()
    }
    await page.getByRole('button', { name: 'Curves', exact: true }).click()
    await page.getByRole('button', { name: 'Examples', exact: true }).click()
    await page.keyboard.press('Escape')
    await pointAt(chartOf('Accuracy'), 0.97)
    await readOut().getByText('6,000 examples').waitFor()

    await page.getByLabel('Measure', { exact: true }).nth(1).click()
    await page.getByRole('option', { name: 'Weight norm, layer 2' }).click()
    const summary = await chartOf('Weight norm, layer 2').getAttribute('aria-label')
    expect(summary).toContain(`lecture: ${lecture!.epochs.at(-1)!.layers![1]!.weightNorm.toFixed(2)}`)

    // The choice is kept.
    await page.reload()
    await select('lecture', 'slow')
    await chartOf('Weight norm, layer 2').waitFor()
    await chartOf('Accuracy').waitFor()
    await page.getByRole('button', { name: 'Curves: by examples' }).waitFor()
  })

  it('keeps the read-out within its chart and beside its cursor, with the samples of the legend', async () => {
    await select('lecture', 'slow', 'again')
    const chart = chartOf('Accuracy')
    // As narrow as a chart gets, with a name for each run in the read-out.
    for (const width of [1024, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      for (const share of [0.15, 0.45, 0.55, 0.97]) {
        await pointAt(chart, share)
        await readOut().waitFor()
        const [box, pane] = await Promise.all([readOut().boundingBox(), chart.boundingBox()])
        expect(box!.x, `${width}, ${share}`).toBeGreaterThanOrEqual(pane!.x - 1)
        expect(box!.x + box!.width, `${width}, ${share}`).toBeLessThanOrEqual(pane!.x + pane!.width + 1)
        const line = (await chart.locator('.overlay-line').boundingBox())!
        const isFree = box!.x >= line.x + 8 || box!.x + box!.width <= line.x - 8
        expect(isFree || box!.y + box!.height <= line.y, `${width}, ${share}`).toBe(true)
      }
    }
    const samples = (owner: Locator) =>
      owner
        .locator('svg line')
        .evaluateAll((lines) =>
          lines.map((line) => [line.style.stroke, line.getAttribute('stroke-dasharray')]),
        )
    const legend = await samples(page.getByRole('list', { name: 'Compared runs' }))
    expect(legend).toHaveLength(3)
    expect((await samples(readOut())).sort()).toEqual(legend.sort())
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('zooms both charts by wheel, drag and keys, and shows all again by a double click', async () => {
    await select('lecture', 'slow')
    const showAll = page.getByRole('button', { name: 'Show all' })
    const chart = chartOf('Accuracy')
    await pointAt(chart, 0.97)
    await readOut().getByText('Epoch 5').waitFor()
    // Closer around the last epoch: half way is no longer the middle of the training.
    await page.mouse.wheel(0, -700)
    await expect.poll(() => showAll.count()).toBe(2)
    await pointAt(chart, 0.5)
    await readOut().getByText('Epoch 4').waitFor()
    await chart.dblclick()
    await expect.poll(() => showAll.count()).toBe(0)

    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + 60, box.y + 30)
    await page.mouse.down()
    await page.mouse.move(box.x + 60 + box.width / 4, box.y + 40, { steps: 3 })
    await page.mouse.up()
    await expect.poll(() => showAll.count()).toBe(2)
    await pointAt(chart, 0.97)
    await readOut()
      .getByText(/Epoch [12]/)
      .waitFor()

    await chart.press('0')
    await expect.poll(() => showAll.count()).toBe(0)
    await chart.press('+')
    await expect.poll(() => showAll.count()).toBe(2)
    await showAll.first().click()
    await expect.poll(() => showAll.count()).toBe(0)
  })

  it('joins runs that differ in the seed to one mean', async () => {
    await select('lecture', 'again', 'slow')
    const [lecture, again] = trained.runs
    await page.getByRole('button', { name: 'Curves', exact: true }).click()
    await page.getByRole('switch', { name: 'Join runs that differ in the seed' }).click()
    const mean = (lecture!.last!.validationAccuracy! + again!.last!.validationAccuracy!) / 2
    await expect
      .poll(() => chartOf('Accuracy').getAttribute('aria-label'))
      .toContain(`lecture, 2 runs: validation ${formatAccuracy(mean)}`)
  })

  it('shows three runs and their recipes side by side, a row a setting, without scrolling sideways', async () => {
    await select('lecture', 'again', 'slow')
    const settings = page.getByRole('group', { name: 'Side by side' })
    const room = (): Promise<number> => settings.evaluate((box) => box.scrollWidth - box.clientWidth)
    expect(await room()).toBe(0)
    // Beside the recipes and below the table, the charts are still as large as they can be read.
    for (const measure of ['Accuracy', 'Loss']) {
      const plot = (await chartOf(measure).boundingBox())!
      expect(plot.width, measure).toBeGreaterThanOrEqual(310)
      expect(plot.height, measure).toBeGreaterThanOrEqual(265)
    }
    const values = (label: string): Promise<string[]> =>
      settings
        .getByRole('row', { name: new RegExp(`^${label} `) })
        .getByRole('cell')
        .allTextContents()
    expect((await values('Learning rate')).map(Number).sort()).toEqual([0.01, 3, 3])
    await page.getByText('They differ in learning rate (0.01, 3) and seed (').waitFor()
    expect(await settings.getByRole('rowheader', { name: 'Mini-batch' }).count()).toBe(0)
    await page.getByRole('switch', { name: 'All settings' }).click()
    await settings.getByRole('rowheader', { name: 'Mini-batch' }).waitFor()
    expect(await room()).toBe(0)

    const strokes = await settings
      .locator('thead line')
      .evaluateAll((all) => all.map((line) => getComputedStyle(line).stroke))
    expect(new Set(strokes).size).toBe(3)

    // However it is scrolled, the labels stay in sight: nothing but the head lies over them.
    await page.setViewportSize({ width: 640, height: 480 })
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await settings.evaluate((box) => {
      box.style.width = '220px'
      box.style.height = '160px'
      box.scrollIntoView()
      box.scrollTo(150, 90)
    })
    const { left, top } = await settings.evaluate((box) => box.getBoundingClientRect())
    const at = (x: number, y: number): Promise<string | undefined> =>
      page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.closest('th, td')?.tagName, [
        left + x,
        top + y,
      ] as const)
    expect(await at(20, 10), 'the empty corner').toBe('TD')
    expect(await at(20, 120), 'a label').toBe('TH')
    await page.getByRole('button', { name: 'Back to the table' }).click()
    await page.getByRole('table', { name: 'Runs' }).waitFor()
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('shows four runs beside two charts, none of them cut, each chart with a third of the place', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await select('lecture', 'again', 'slow', 'wide')
    const settings = page.getByRole('group', { name: 'Side by side' })
    expect(await settings.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)
    for (const measure of ['Accuracy', 'Loss']) {
      expect((await chartOf(measure).boundingBox())!.width, measure).toBeGreaterThanOrEqual(378)
    }
  })

  it('is an action before anything is selected, and says what is missing', async () => {
    const compare = page.getByRole('button', { name: 'Compare', exact: true })
    expect(await compare.getAttribute('aria-disabled')).toBe('true')
    await compare.press('Enter')
    await page
      .getByText(/^Select runs in the table first/)
      .first()
      .waitFor()
    await select('lecture', 'slow')
    expect(await compare.getAttribute('aria-disabled')).toBeNull()
    await compare.click()
    // It has the place to itself until the table is wanted back.
    await page.getByRole('table', { name: 'Runs' }).waitFor({ state: 'hidden' })
    await chartOf('Accuracy').waitFor()
    const table = page.getByRole('table', { name: 'Runs' })
    await compare.click()
    await table.waitFor()
    // Also by a button with a name, and by Escape, which keeps the selection.
    await compare.click()
    await page.getByRole('button', { name: 'Back to the table' }).click()
    await table.waitFor()
    await compare.click()
    await table.waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await table.waitFor()
    await page.getByRole('button', { name: 'Give the comparison the whole place' }).click()
    const back = page.getByRole('button', { name: 'Back to the table' })
    await back.waitFor()
    await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Runs' }).click()
    await back.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Give the comparison the whole place' }).click()
    await back.waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await back.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Give the comparison the whole place' }).click()
    await table.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Test', exact: true }).focus()
    await page.keyboard.press('Escape')
    await table.waitFor()
    await chartOf('Accuracy').waitFor()
  })
})
