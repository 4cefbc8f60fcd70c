import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, smallRecipe, type TrainedHome } from './trained-home.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let trained: TrainedHome

beforeAll(async () => {
  trained = await makeTrainedHome({ lecture: smallRecipe(1) })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.evaluate(() => (location.hash = '#/learn/microscope'))
  await network().waitFor()
}, 60_000)
checkAndClose(() => ({ workbench }))
afterAll(() => trained.remove())

const network = () => page.getByRole('group', { name: 'The network' })
const cut = () => page.getByRole('group', { name: 'Cut through a run' })

test('a run is cut: what is not drawn is a rest, and pixels can be picked', async () => {
  await page.getByRole('combobox', { name: 'Scene' }).click()
  await page.getByRole('option', { name: 'Run: lecture' }).click()
  await cut().waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
  await network()
    .getByRole('button', { name: /^Rest: 781 inputs that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Rest: 27 units that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Output of hidden unit \d+:/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await cut()
    .getByRole('img')
    .click({ position: { x: 1, y: 1 } })
  await network()
    .getByRole('button', { name: /^Rest: 783 inputs/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Input 1: 0.000/ })
    .waitFor()
})

test('another image of another part is shown, and one that there is not is refused', async () => {
  await cut().getByRole('button', { name: 'Training' }).click()
  await expect
    .poll(() => cut().getByRole('button', { name: 'Training' }).getAttribute('aria-pressed'))
    .toBe('true')
  await cut().getByRole('textbox', { name: 'Image of the part, from 0' }).fill('500')
  await page.keyboard.press('Enter')
  await page.getByText(/expected 0 to 499/).waitFor()
})
