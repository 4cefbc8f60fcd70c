import type { Locator } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { formatAccuracy } from '#shared/measures.ts'
import { checkAndClose } from './check-and-close.ts'
import { chartOf, makeComparedHome, openRuns, select } from './compare-page.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import type { TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const readOut = (): Locator => page.locator('.read-out')

/** Points at a place of a chart, given as shares of its width and height. */
async function pointAt(chart: Locator, x: number, y = 0.5): Promise<void> {
  const box = (await chart.boundingBox())!
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 })
}

beforeAll(async () => {
  trained = await makeComparedHome()
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(() => openRuns(page))

checkAndClose(() => ({ workbench, trained }))

describe('the charts of compared runs', () => {
  it('draws charts in whole pixels of the screen', async () => {
    // Odd sizes, which neighbours cannot share evenly.
    for (const size of [
      { width: 1283, height: 797 },
      { width: 1021, height: 643 },
    ]) {
      await page.setViewportSize(size)
      await select(page, 'lecture', 'slow')
      await chartOf(page, 'Loss').waitFor()
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

  it('draws any measure by epoch, examples or seconds, with exact values under the cursor', async () => {
    await select(page, 'lecture', 'slow')
    const [lecture, , slow] = trained.runs
    await pointAt(chartOf(page, 'Accuracy'), 0.97)
    for (const run of [lecture, slow]) {
      await readOut().getByText(formatAccuracy(run!.last!.validationAccuracy)).first().waitFor()
    }
    await page.getByRole('button', { name: 'Curves', exact: true }).click()
    await page.getByRole('button', { name: 'Examples', exact: true }).click()
    await page.keyboard.press('Escape')
    await pointAt(chartOf(page, 'Accuracy'), 0.97)
    await readOut().getByText('6,000 examples').waitFor()

    await page.getByLabel('Measure', { exact: true }).nth(1).click()
    await page.getByRole('option', { name: 'Weight norm, layer 2' }).click()
    const summary = await chartOf(page, 'Weight norm, layer 2').getAttribute('aria-label')
    expect(summary).toContain(`lecture: ${lecture!.epochs.at(-1)!.layers![1]!.weightNorm.toFixed(2)}`)

    // The choice is kept.
    await page.reload()
    await select(page, 'lecture', 'slow')
    await chartOf(page, 'Weight norm, layer 2').waitFor()
    await chartOf(page, 'Accuracy').waitFor()
    await page.getByRole('button', { name: 'Curves: by examples' }).waitFor()
  })

  it('keeps the read-out within its chart and beside its cursor, with the samples of the legend', async () => {
    await select(page, 'lecture', 'slow', 'again')
    const chart = chartOf(page, 'Accuracy')
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
    await select(page, 'lecture', 'slow')
    const showAll = page.getByRole('button', { name: 'Show all' })
    const chart = chartOf(page, 'Accuracy')
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
    await select(page, 'lecture', 'again', 'slow')
    const [lecture, again] = trained.runs
    await page.getByRole('button', { name: 'Curves', exact: true }).click()
    await page.getByRole('switch', { name: 'Join runs that differ in the seed' }).click()
    const mean = (lecture!.last!.validationAccuracy! + again!.last!.validationAccuracy!) / 2
    await expect
      .poll(() => chartOf(page, 'Accuracy').getAttribute('aria-label'))
      .toContain(`lecture, 2 runs: validation ${formatAccuracy(mean)}`)
  })
})
