import { beforeAll, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  await page.evaluate(() => (location.hash = '#/learn/microscope'))
  await network().waitFor()
}, 60_000)

checkAndClose(() => ({ workbench }))

const network = () => page.getByRole('group', { name: 'The network' })
const place = (name: string | RegExp) => network().getByRole('button', { name })
const values = () => page.getByRole('complementary', { name: 'Chosen value' })

test('steps compute one number after the other, and back takes them away', async () => {
  await place('Sum of hidden unit 1: not computed yet.').waitFor()
  await page.getByRole('button', { name: 'One step on' }).click()
  await place('Sum of hidden unit 1: 0.400.').waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
  await place('Divergence: 0.167.').waitFor()
  await place(
    /^Weight from input 1 to hidden unit 1: 0.500. Slope of the divergence by it: minus 0.049./,
  ).waitFor()
  await page.getByRole('button', { name: 'To the start' }).click()
  await place('Divergence: not computed yet.').waitFor()
})

test('by keys alone: a weight is reached, edited, and the edit undone', async () => {
  await place(/^Input 1:/).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('e')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await place(/^Weight from input 1 to hidden unit 1: 0.000/).waitFor()
  await place('Sum of hidden unit 1: minus 0.100.')
    .or(place(/^Sum of hidden unit 1: minus 0.100/))
    .waitFor()
  await page.keyboard.press('Control+z')
  await place(/^Weight from input 1 to hidden unit 1: 0.500/).waitFor()
})

test('an update is foretold and taken, and the mini-batch shows it', async () => {
  await page.getByRole('button', { name: 'Mini-batch', exact: true }).click()
  const batch = page.getByRole('region', { name: 'Mini-batch' })
  const foretold = await batch.locator('tbody td').nth(4).innerText()
  await batch.getByRole('button', { name: 'Take the update' }).click()
  await expect.poll(() => batch.locator('tbody td').nth(3).innerText()).toBe(foretold)
  await values().waitFor()
})
