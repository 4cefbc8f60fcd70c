import { beforeAll, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
})

checkAndClose(() => ({ workbench }))

const heading = () => page.getByRole('heading', { name: 'Learn', level: 1 })
const views = () => page.getByRole('group', { name: 'Views' })

test('Learn opens by its keys, lists the pages of the lecture, and leads to what answers one', async () => {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('INPUT')
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await heading().waitFor()
  await views().getByRole('button', { name: 'Lecture' }).click()
  const digits = page.getByRole('listitem').filter({ hasText: 'Digits and MNIST' })
  await digits.getByRole('link', { name: 'Data' }).click()
  await page.getByRole('heading', { name: 'Data', level: 1 }).waitFor()
})

test.each([
  ['Learn, Functions: exercise', 'Functions', () => page.getByText('what you are to find')],
  [
    'Learn, Descent: three rates',
    'Descent',
    () => page.getByRole('region', { name: 'Walks' }).getByLabel('η', { exact: true }).nth(2),
  ],
  ['Learn, Microscope: ways to the divergence', 'Microscope', () => page.getByText('sum over all ways')],
])('a page of the lecture opens %s in the state that answers it', async (label, view, shown) => {
  await page.evaluate(() => (location.hash = '#/learn/lecture'))
  await page.getByRole('link', { name: label, exact: true }).click()
  await views().locator('[aria-pressed=true]', { hasText: view }).waitFor()
  await shown().waitFor()
})

test('the rail marks the place as open whatever view is shown, and an unknown view leads to one that exists', async () => {
  await page.evaluate(() => (location.hash = '#/learn/no-such-view'))
  await heading().waitFor()
  await page.locator('.rail-item.router-link-active', { hasText: 'Learn' }).waitFor()
  await views().locator('[aria-pressed=true]').waitFor()
})
