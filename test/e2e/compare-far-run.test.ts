import { beforeAll, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

/** After its first epoch it reads four of five digits right. */
const fast: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 5000, validationSize: 500, testSize: 500 },
  loss: 'binary-cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.5 },
  epochs: 3,
}
const recipes = {
  good: fast,
  again: { ...fast, seed: 2 },
  stuck: { ...fast, optimizer: { name: 'sgd', learningRate: 1000 } },
} satisfies Record<string, Recipe>

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeTrainedHome(recipes)
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

describe('comparing two good runs with one that learnt nothing', () => {
  it.each([
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ])('fits the charts to the good ones, and shows all at a click, at $width × $height', async (size) => {
    await page.setViewportSize(size)
    await page.reload()
    await page.getByRole('link', { name: 'Runs' }).click()
    for (const name of Object.keys(recipes)) {
      await page.getByLabel(`Select ${name}`, { exact: true }).click()
    }
    await page.getByText('Comparing 3 runs').waitFor()
    const chart = page.getByRole('img', { name: /^Accuracy by / })
    const description = (): Promise<string | null> => chart.getAttribute('aria-label')
    await expect.poll(description).toContain('1 run below the axis: stuck.')
    const figure = page.getByRole('figure', { name: 'Accuracy' })
    const showAll = figure.getByRole('button', { name: '1 run below the axis: show all' })
    // Neither hides the other; a click waits until it hits what it is meant for.
    const save = figure.getByRole('button', { name: 'Save the chart' })
    await save.click()
    await page.getByRole('menuitem', { name: 'Picture (PNG)…' }).last().waitFor()
    await page.keyboard.press('Escape')
    await showAll.click()
    await expect.poll(description).not.toContain('below the axis')
    await figure.getByRole('button', { name: 'Fit to the others' }).click()
    await expect.poll(description).toContain('1 run below the axis: stuck.')
    for (const name of Object.keys(recipes)) {
      await page.getByLabel(`Select ${name}`, { exact: true }).click()
    }
  })
})
