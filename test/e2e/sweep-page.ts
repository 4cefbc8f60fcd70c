import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { makeTrainedHome, openHome, type TrainedHome, trainSweep } from './trained-home.ts'

/** Trained in a moment. */
export const SHORT: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 500, validationSize: 200, testSize: 200 },
  epochs: 2,
}

/** A home with one sweep, Rates: three learning rates, each with two seeds. */
export async function makeSweptHome(): Promise<TrainedHome> {
  const trained = await makeTrainedHome({})
  const backend = openHome(trained.home)
  try {
    await trainSweep(backend, 'Rates', SHORT, ['optimizer.learningRate=log:0.1:100:3', 'seed=1,2'])
  } finally {
    await backend.close()
  }
  return trained
}

/** The runs of the sweep that is shown, in its table. */
export const sweptRows = (page: Page): Locator =>
  page.getByRole('region', { name: 'Runs of the sweep' }).locator('tbody tr')

/** Shows the sweep as at the first visit, whatever another test chose, sorted or scrolled. */
export async function openSweep(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/sweeps'
  })
  await page.reload()
  await page.getByRole('button', { name: /^Rates 6\/6/ }).click()
  await expect.poll(() => sweptRows(page).count()).toBe(6)
}

export const sweepDialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Sweep' })

/** Opens the dialog from the form of a recipe. */
export async function openSweepDialog(page: Page, recipe: Recipe = SHORT): Promise<void> {
  const draft = JSON.stringify(recipe)
  await page.evaluate((stored) => {
    localStorage.clear()
    localStorage.setItem('backprop.recipeDraft', stored)
    location.hash = '#/train'
  }, draft)
  await page.reload()
  await page.getByRole('button', { name: 'Sweep…', exact: true }).click()
  await sweepDialog(page).waitFor()
}
