import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openLearn } from './open-learn.ts'

let page: Page

openLearn('descent', async (opened) => {
  page = opened.page
  await example('One step').waitFor()
})

const example = (name: string) => page.getByRole('button', { name, exact: true })
const walks = () => page.getByRole('region', { name: 'Walks' })
const picture = () => page.getByRole('img', { name: /^f\(/ })

test('a step on u² from 3 leads to 2.4, and back again', async () => {
  await example('One step').click()
  await walks().getByText('3', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Step', exact: true }).click()
  await walks().getByText('2.4', { exact: true }).waitFor()
  await picture()
    .and(page.getByLabel(/2\.40\) after 1 steps/))
    .waitFor()
  await page.getByRole('button', { name: 'One step back' }).click()
  await walks().getByText('3', { exact: true }).waitFor()
})

test('the ε rule stops a bold walk early, by keyboard alone', async () => {
  await example('When to stop').focus()
  await page.keyboard.press('Enter')
  const rate = walks().getByLabel('η', { exact: true })
  await rate.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('0.2')
  await page.keyboard.press('Tab')
  await page.getByText('step 0 of 25').waitFor()
  const slider = page.getByRole('group', { name: 'Steps' }).getByRole('slider', { name: 'Step' })
  await slider.focus()
  await page.keyboard.press('End')
  await walks().getByText('stopped by the rule after 25 steps').waitFor()
  await walks().getByText('5', { exact: true }).waitFor()
})

test('a click starts all walks there, and a dial tells the slope in its direction', async () => {
  await example('Race').click()
  await expect.poll(() => walks().getByRole('listitem').count()).toBe(6)
  const box = (await picture().boundingBox())!
  await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.4)
  const start = await walks().getByLabel('Start u').inputValue()
  expect(Number(start)).toBeLessThan(0)
  await walks().getByLabel('Slope in a direction').check()
  const slope = walks()
    .getByText(/^gradient · direction = /)
    .first()
  await expect
    .poll(async () => Number((await slope.textContent())!.split(' = ')[1]!.replace('−', '-')))
    .toBeCloseTo(Number(start), 2)
})

test('a presentation is as wide as the window', async () => {
  await example('Race').click()
  await page.getByRole('button', { name: 'Present', exact: true }).click()
  const width = await page.evaluate(() => innerWidth)
  await expect.poll(async () => (await page.getByRole('main').boundingBox())!.width).toBe(width)
  await page.keyboard.press('Escape')
})
