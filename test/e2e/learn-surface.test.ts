import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { RunDetail } from '#contract/types.ts'
import { openLearn } from './open-learn.ts'
import { smallRecipe } from './trained-home.ts'

let page: Page
let runs: readonly RunDetail[]

openLearn(
  'descent',
  async (opened) => {
    ;({ page, runs } = opened)
    await page.getByRole('group', { name: 'Where to descend' }).getByText('Your run').click()
  },
  { lecture: smallRecipe(6) },
)

const side = () => page.getByRole('region', { name: 'Values' })
const measure = () => page.getByRole('button', { name: 'Measure', exact: true })

test('the loss around a run’s weights is measured, with what the training measured beside it', async () => {
  await measure().click()
  await side().getByText('Measured on all 100 validation images of Pen digits.').waitFor()
  const { validationLoss } = runs[0]!.epochs.at(-1)!
  await side()
    .getByText(`The training measured ${validationLoss!.toPrecision(4)} on the whole`)
    .waitFor()
  await page.getByRole('img', { name: /^Loss from .* on 41 × 41 points/ }).waitFor()
  await side().getByRole('group', { name: 'Seed' }).getByText('2', { exact: true }).click()
  await page.getByText('Measure to see it').waitFor()
})

test('the plane of the epochs tells what is off it and what a random walk would give, by keyboard alone', async () => {
  await page.getByRole('group', { name: 'Directions' }).getByText('Plane of the epochs').click()
  await measure().focus()
  await page.keyboard.press('Enter')
  await side()
    .getByText(/A random walk of as many epochs would give \d/)
    .waitFor()
  const epochs = side().getByRole('region', { name: 'Epochs' })
  await expect.poll(() => epochs.getByRole('listitem').count()).toBe(7)
  await epochs.getByText(/^Start: loss .* off the plane$/).waitFor()
})
