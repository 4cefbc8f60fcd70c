import { beforeAll, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 500, validationSize: 100, testSize: 100 },
  epochs: 12,
}

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeTrainedHome({ first: recipe, second: { ...recipe, seed: 2 } })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

/** The epochs that a thinning to every 5th leaves. */
const keptOf = (k: number): number[] =>
  [...new Set([4, 9, 11, trained.runs[k]!.best!.epoch])].sort((a, b) => a - b)

it('thins out the selected runs, says what that frees, and offers the epochs that are left', async () => {
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByLabel('Select all runs').click()
  await page.getByLabel('More actions for the selection').click()
  await page.getByRole('menuitem', { name: 'Thin out weights…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Thin out the weights of 2 runs', { exact: true }).waitFor()
  const left = keptOf(0).length + keptOf(1).length
  await dialog.getByText('24 epochs', { exact: true }).waitFor()
  await dialog.getByText(`${24 - left} epochs`, { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Remove and free 3' }).click()
  await page
    .getByText(/^Freed 3\.\d\sMB on the disk$/)
    .first()
    .waitFor()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByLabel('Select all runs').click()

  await page.getByRole('button', { name: 'Actions for first' }).click()
  await page.getByRole('menuitem', { name: 'Notes, tags, colour…' }).click()
  await page
    .getByText(new RegExp(`Weights of ${keptOf(0).length} of 12 epochs, \\d+\\skB on the disk`))
    .waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Actions for first' }).click()
  await page.getByRole('menuitem', { name: 'Export weights…' }).click()
  await page.getByLabel(`Thinned out: the weights of ${keptOf(0).length} of 12 epochs are kept`).waitFor()
  const number = page.getByRole('spinbutton', { name: 'Epoch' })
  const best = trained.runs[0]!.best!.epoch
  expect(await number.inputValue()).toBe(String(best))
  await number.press('ArrowDown')
  const before = keptOf(0).findLast((epoch) => epoch < best)!
  await page.getByText(new RegExp(`^Epoch ${before}: `)).waitFor()
  // The buttons go from one epoch that is kept to the next, and no further.
  const less = page.getByRole('button', { name: 'Decrease epoch', exact: true })
  const more = page.getByRole('button', { name: 'Increase epoch', exact: true })
  for (const epoch of keptOf(0).filter((each) => each > before)) {
    await more.click()
    await expect.poll(() => number.inputValue()).toBe(String(epoch))
  }
  expect(await more.isDisabled()).toBe(true)
  for (const epoch of keptOf(0).slice(0, -1).reverse()) {
    await less.click()
    await expect.poll(() => number.inputValue()).toBe(String(epoch))
  }
  expect(await less.isDisabled()).toBe(true)
  for (const epoch of keptOf(0)
    .slice(1)
    .filter((each) => each <= before)) {
    await more.click()
    await expect.poll(() => number.inputValue()).toBe(String(epoch))
  }
  const scissors = page.getByRole('img', { name: /^Thinned out: / })
  await scissors.focus()
  await page
    .getByText(/^Thinned out: the weights of \d+ of 12 epochs are kept$/)
    .first()
    .waitFor()
  const file = await workbench.saveFile(() =>
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  )
  expect(file.name).toContain(`epoch-${before}`)
})
