import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, openHome, smallRecipe, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const small = smallRecipe(2)

beforeAll(async () => {
  trained = await makeTrainedHome({ first: small, second: { ...small, seed: 2 }, third: small })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

beforeEach(async () => {
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await currentRun().waitFor()
})

const currentRun = () => page.getByLabel('Current run')
const named = (name: string) => currentRun().filter({ hasText: name })
const go = (place: string) => page.getByRole('link', { name: place, exact: true }).click()

test('the run chosen in one place is the current one in the others, and after a restart', async () => {
  await named('third').waitFor()
  await currentRun().click()
  await page.getByRole('option', { name: /first/ }).click()
  for (const place of ['Digits', 'Inspect', 'Train']) {
    await go(place)
    await named('first').waitFor()
  }
  await page.reload()
  await named('first').waitFor()
})

test('it is chosen by keyboard alone', async () => {
  await go('Digits')
  // The key is for the place that is there, whose heading then has the focus.
  await page.getByRole('heading', { name: 'Digits', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('place-title')
  await page.keyboard.press('c')
  await page.getByPlaceholder('Find a run').waitFor()
  await page.keyboard.type('sec')
  await page.getByRole('option', { name: /second/ }).waitFor()
  await page.keyboard.press('Enter')
  await named('second').waitFor()
})

test('a deleted run gives way to the newest, and undo brings it back as the current one', async () => {
  await currentRun().click()
  await page.getByRole('option', { name: /first/ }).click()
  await go('Runs')
  await page.getByText('first', { exact: true }).first().click()
  await page.keyboard.press('Delete')
  await page.getByText('Deleted first', { exact: true }).waitFor()
  await go('Inspect')
  await named('third').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await named('first').waitFor()
})

test('runs of one name are told apart by what differs, and the best is said to be of what', async () => {
  const own = await makeTrainedHome({ first: small, second: { ...small, seed: 2 }, third: small })
  const store = openHome(own.home)
  for (const { id } of own.runs.slice(1)) await store.api.runs.rename({ runId: id, name: 'seeded' })
  await store.close()
  const { page, close } = await startWorkbench({ home: own.home })
  onTestFinished(async () => {
    await close()
    await own.remove()
  })
  const chooser = page.getByLabel('Current run')
  const options = page.getByRole('option')
  await chooser.click()
  await options.filter({ hasText: 'seeded (seed 1)' }).waitFor()
  await options.filter({ hasText: 'seeded (seed 2)' }).waitFor()
  await options
    .filter({ hasText: 'first' })
    .getByText(/best validation accuracy \d+\.\d\d\s% on Pen digits/)
    .waitFor()
  await page.keyboard.press('Escape')
  expect(await chooser.getAttribute('title')).toMatch(/^seeded \(seed [12]\): choose another run/)
})
