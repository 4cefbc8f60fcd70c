import type { Locator, Page } from 'playwright-core'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

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

/** A home with the runs lecture, again, slow and wide. */
export const makeComparedHome = (): Promise<TrainedHome> => makeTrainedHome(recipes)

/** Opens Runs as at the first visit. */
export async function openRuns(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByLabel('Select slow', { exact: true }).waitFor()
}

export async function select(page: Page, ...names: string[]): Promise<void> {
  for (const name of names) await page.getByLabel(`Select ${name}`, { exact: true }).click()
  await page.getByText(`Comparing ${names.length} runs`).waitFor()
}

export const chartOf = (page: Page, measure: string): Locator =>
  page.getByRole('img', { name: new RegExp(`^${measure} by `) })
