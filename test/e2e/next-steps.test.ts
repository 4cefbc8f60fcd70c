import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { resolvePaths } from '#backend/paths.ts'
import { shownDifference } from '#core/math/format-percent.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { runInProcess } from '../electron/cli/command-line.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 200, testSize: 200 },
  epochs: 3,
}
const recipes = {
  // Steps that are far too short to learn anything by.
  guess: { ...recipe, optimizer: { name: 'sgd', learningRate: 1e-7 }, epochs: 2, seed: 3 },
  lecture: recipe,
  again: { ...recipe, seed: 4 },
  'other images': { ...recipe, data: { ...recipe.data, validationSize: 400 }, epochs: 2 },
} satisfies Record<string, Recipe>

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const place = (name: string): Promise<void> => page.getByRole('link', { name, exact: true }).click()
const row = (name: string): Locator =>
  page
    .getByRole('table', { name: 'Runs' })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
const learningRate = (): Locator => page.locator('[data-field="optimizer.learningRate"] input').first()

async function show(name: string): Promise<void> {
  await place('Runs')
  await row(name).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Show in Train' }).click()
  await page.locator('.outcome').waitFor()
}

beforeAll(async () => {
  trained = await makeTrainedHome(recipes)
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(async () => {
  await page.evaluate(() => localStorage.clear())
  await page.reload()
})

checkAndClose(() => ({ workbench, trained }))

describe('after a training', () => {
  it('that learned nothing the cure stands out, and changes the recipe at a click that can be undone', async () => {
    await show('guess')
    const outcome = page.locator('.outcome')
    // In few words first, as the charts need the room.
    await outcome.getByText(/is no better than a guess \(\d+\.\d\d\s%\)\./).waitFor()
    await page.getByRole('button', { name: 'More about the result' }).click()
    await outcome.getByText(/is no better than a guess: always answering '\d' is right on \d/).waitFor()
    expect(await outcome.getAttribute('data-tone')).toBe('bad')
    const before = await learningRate().inputValue()
    const take = outcome.getByRole('button', { name: /^Take it into the recipe: A learning rate of/ })
    await take.click()
    await page.getByText('The form holds the recipe of guess, changed', { exact: true }).waitFor()
    await page.getByText(/Learning rate 1e-7 → \d/).waitFor()
    const taken = Number(await learningRate().inputValue())
    expect(taken).toBeGreaterThan(0.01)
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
    await expect.poll(() => learningRate().inputValue()).toBe(before)
  })

  it('that went well, drawing a digit stands out', async () => {
    await show('lecture')
    const outcome = page.locator('.outcome')
    expect(await outcome.getAttribute('data-tone')).toBe('good')
    await outcome.getByText(/^Finished 3 epochs/).waitFor()
    expect(await outcome.getByText('no better than a guess').count()).toBe(0)
  })

  it('says what the change from an earlier recipe did, and takes that recipe back', async () => {
    await show('again')
    const effect = page.getByRole('group', { name: 'What the change did' })
    // In few words first, as the charts need the room.
    await effect.getByText(/^Seed 1 → 4: test accuracy .*\blecture(; this |\.)/).waitFor()
    await page.getByRole('button', { name: 'More about the result' }).click()
    await effect
      .getByText(
        /^Seed 1 → 4: \d+\.\d\d\s% of 200 test images of Pen digits, .*\blecture without it(; this could be chance|; this is hardly chance|\.)/,
      )
      .waitFor()
    const seed = page.locator('[data-field="seed"] input').first()
    await effect.getByRole('button', { name: 'Take back the earlier recipe' }).click()
    await page.getByText('The form holds the recipe of lecture', { exact: true }).waitFor()
    await expect.poll(() => seed.inputValue()).toBe('1')
    // The first of all has nothing before it.
    await show('guess')
    expect(await effect.count()).toBe(0)
  })

  it('Inspect offers the cures of each finding, and leads to the form', async () => {
    await show('guess')
    await page
      .getByRole('group', { name: 'Next steps' })
      .getByRole('button', { name: 'Inspect', exact: true })
      .click()
    const diagnosis = page.getByRole('region', { name: 'Diagnosis' })
    await diagnosis
      .getByRole('button', { name: /^Take it into the recipe/ })
      .first()
      .click()
    await page.getByText('The form holds the recipe of guess, changed', { exact: true }).waitFor()
    await learningRate().waitFor()
  })
})

describe('while a training goes on', () => {
  it('a resting pointer reads out its new epochs', async () => {
    // A window of its own, as what it trains would stand among the runs of the others.
    const { page, close } = await startWorkbench()
    onTestFinished(close)
    await page.locator('[data-field="epochs"] input').fill('1000')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
    const chart = page.getByRole('img', { name: /^Accuracy by / })
    const title = page.locator('.read-out .read-out-epoch')
    // Far to the right of what is drawn, so the last finished epoch is the nearest.
    await expect
      .poll(async () => {
        const box = (await chart.boundingBox())!
        await page.mouse.move(box.x + 0.9 * box.width, box.y + box.height / 2 + Math.random())
        return title.count()
      })
      .toBe(1)
    const epoch = async (): Promise<number> => Number(/\d+/.exec(await title.innerText())![0])
    const first = await epoch()
    await expect.poll(epoch).toBeGreaterThan(first + 1)
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.locator('.outcome').waitFor()
  })
})

describe('accuracies of different images', () => {
  it('are sorted with a warning that says which images they are of, and only then', async () => {
    await place('Runs')
    const warning = page.getByText(/^These accuracies are of different images/)
    await row('lecture').waitFor()
    expect(await warning.count()).toBe(0)
    await page.getByRole('button', { name: /^Best validation/ }).click()
    await warning
      .and(page.getByText('200 validation images of Pen digits (3 runs)'))
      .and(page.getByText('400 validation images of Pen digits (1 run)'))
      .waitFor()
    await page.getByLabel('Filter runs').fill('epochs = 3')
    await expect.poll(() => warning.count()).toBe(0)
    await page.getByLabel('Filter runs').fill('')
    await page.getByRole('button', { name: 'Started' }).click()
    await expect.poll(() => warning.count()).toBe(0)
  })
})

describe('three runs', () => {
  const select = async (...names: string[]): Promise<void> => {
    await place('Runs')
    for (const name of names) await page.getByLabel(`Select ${name}`, { exact: true }).click()
  }

  it('have a verdict: the best, its lead over the second, and whether that may be chance', async () => {
    await select('guess', 'lecture', 'again')
    const [best, second] = ['lecture', 'again']
      .map((name) => trained.runs.find((run) => run.name === name)!)
      .toSorted((a, b) => b.best!.validationAccuracy! - a.best!.validationAccuracy!)
    const [high, low] = [best!, second!].map((run) => run.best!.validationAccuracy!) as [number, number]
    const verdict = page.getByRole('region', { name: 'The best of these runs' })
    await verdict
      .getByText(
        `${best!.name} is the best of these 3: ${formatAccuracy(high)} of 200 validation images of Pen digits, ${(100 * shownDifference(high, low)).toFixed(2)} points ahead of ${second!.name}.`,
      )
      .waitFor()
    await verdict.getByText(/200 test images of Pen digits.*(chance|though each|on the same)/).waitFor()
  })

  it('of different images have none, but a warning', async () => {
    await select('guess', 'lecture', 'other images')
    await page.getByText('Comparing 3 runs').waitFor()
    expect(await page.getByRole('region', { name: 'The best of these runs' }).count()).toBe(0)
  })
})

describe('an imported network', () => {
  it('is asked on which data set it is inspected, and is compared with a trained run on the same', async () => {
    const file = join(trained.home, 'network.json')
    const store = resolvePaths({ home: trained.home }).storePath
    const exported = await runInProcess('export', 'again', '--out', file, '--store', store)
    expect(exported.status).toBe(0)
    await place('Runs')
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), file)
    await row('network').getByText('Imported').waitFor()
    expect(await row('network').textContent()).toContain('unknown')

    await row('network').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Inspect' }).click()
    await page.getByText('On which images?').waitFor()
    await page.getByRole('button', { name: 'Pen digits', exact: true }).click()
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText(/test images of Pen digits/).waitFor()
    await page.getByText(/^Which images this network learned from is unknown/).waitFor()

    await place('Runs')
    await page.keyboard.press('Escape')
    await page.getByLabel('Select network', { exact: true }).check()
    await page.getByLabel('Select again', { exact: true }).check()
    const difference = page.getByRole('region', { name: 'Difference on the same test images' })
    await difference.getByText(/Not trained on the same images/).waitFor()
    await difference.getByRole('combobox').click()
    await page.getByRole('option', { name: /^Pen digits (?!\()/ }).click()
    // It has the very weights of that run.
    await difference.getByText(/network and again|again and network/).waitFor()
    await difference.getByText(/ get the same [\d,]+ of /).waitFor()
  })
})
