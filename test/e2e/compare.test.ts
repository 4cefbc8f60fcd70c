import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { chartOf, makeComparedHome, openRuns, select } from './compare-page.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import type { TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeComparedHome()
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(() => openRuns(page))

checkAndClose(() => ({ workbench, trained }))

describe('comparing runs', () => {
  it('tests the difference of two, and shows the images on which they disagree', async () => {
    await select(page, 'lecture', 'slow')
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

  it('shows three runs and their recipes side by side, a row a setting, without scrolling sideways', async () => {
    await select(page, 'lecture', 'again', 'slow')
    const settings = page.getByRole('group', { name: 'Side by side' })
    const room = (): Promise<number> => settings.evaluate((box) => box.scrollWidth - box.clientWidth)
    expect(await room()).toBe(0)
    // Beside the recipes and below the table, the charts are still as large as they can be read.
    for (const measure of ['Accuracy', 'Loss']) {
      const plot = (await chartOf(page, measure).boundingBox())!
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
    await select(page, 'lecture', 'again', 'slow', 'wide')
    const settings = page.getByRole('group', { name: 'Side by side' })
    expect(await settings.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)
    for (const measure of ['Accuracy', 'Loss']) {
      expect((await chartOf(page, measure).boundingBox())!.width, measure).toBeGreaterThanOrEqual(378)
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
    await select(page, 'lecture', 'slow')
    expect(await compare.getAttribute('aria-disabled')).toBeNull()
    await compare.click()
    // It has the place to itself until the table is wanted back.
    await page.getByRole('table', { name: 'Runs' }).waitFor({ state: 'hidden' })
    await chartOf(page, 'Accuracy').waitFor()
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
    await chartOf(page, 'Accuracy').waitFor()
  })
})
