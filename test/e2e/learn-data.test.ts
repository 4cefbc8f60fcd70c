import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { RunDetail } from '#contract/types.ts'
import { SLOWNESS } from '../slowness.ts'
import { openLearn } from './open-learn.ts'
import { smallRecipe } from './trained-home.ts'

let page: Page
let runs: readonly RunDetail[]

openLearn(
  'data',
  async (opened) => {
    ;({ page, runs } = opened)
    await side().waitFor()
  },
  { lecture: smallRecipe(6) },
)

const side = () => page.getByRole('region', { name: 'Values' })
const button = (name: string) => page.getByRole('button', { name, exact: true })
const segment = (name: string) => page.getByText(name, { exact: true })

test('a race needs a bet, and can be cancelled', async () => {
  await segment('One, ten, all').click()
  expect(await button('Run the race').isDisabled()).toBe(true)
  await side().getByRole('radio', { name: 'Batches of 10' }).check()
  await button('Run the race').click()
  await page.getByText(/, round 1 of 3$/).waitFor()
  await button('Cancel').click()
  await button('Run the race').waitFor()
  expect(
    await side()
      .getByText(/: (arrived|given up) after/)
      .count(),
  ).toBe(0)
})

test('all three arrive or are given up, and the bet is judged', async () => {
  await segment('One, ten, all').click()
  await side().getByRole('radio', { name: 'All at once' }).check()
  await button('Run the race').click()
  await expect
    .poll(
      () =>
        side()
          .getByText(/: (arrived|given up) after/)
          .count(),
      { timeout: 90_000 * SLOWNESS },
    )
    .toBe(3)
  await page.getByText(/^You (won|lost) your bet|^None of them arrived/).waitFor()
  await segment('Updates').click()
  await page.getByRole('img', { name: /^Share of validation images read rightly by updates/ }).waitFor()
})

test('the test part stays sealed until an epoch is chosen, and looks are counted, by keyboard alone', async () => {
  await segment('Three piles').click()
  await side().getByText('sealed').waitFor()
  expect(await button('Break the seal').isDisabled()).toBe(true)
  const epoch = page.getByRole('slider', { name: 'Epoch' })
  await epoch.focus()
  await page.keyboard.press('End')
  await side().getByText('Chosen: epoch 5, validation error').waitFor()
  await button('Break the seal').focus()
  await page.keyboard.press('Enter')
  const { testCorrect, testTotal } = runs[0]!.epochs.at(-1)!
  const error = (100 * (1 - testCorrect! / testTotal!)).toFixed(2)
  await side().getByText(`Test error ${error} %`).waitFor()
  await side().getByText('Looks at the test part: 1').waitFor()
  await epoch.focus()
  await page.keyboard.press('Home')
  await side().getByText('sealed').waitFor()
  await button('Break the seal').focus()
  await page.keyboard.press('Enter')
  await side().getByText('After a second look').waitFor()
  // A look is not undone by a restart, which seals its number again.
  await page.reload()
  await segment('Three piles').click()
  await side().getByText('Looks at the test part: 2, 2 of them before').waitFor()
  await side().getByText('sealed').waitFor()
})

test('bias and variance come in two numbers, and Inspect says more', async () => {
  await segment('Bias and variance').click()
  const { trainAccuracy } = runs[0]!.epochs.at(-1)!
  await page.getByText(`${(100 * (1 - trainAccuracy!)).toFixed(2)} % wrong`).waitFor()
  await side().getByRole('link', { name: 'Learning curve' }).click()
  await page.getByRole('heading', { name: 'Inspect', level: 1 }).waitFor()
})
