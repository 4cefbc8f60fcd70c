import { expect, test } from 'vitest'
import { field, openAlone } from './train-page.ts'

test('the form mixes data sets, with so many images of each, and goes back to one', async () => {
  const { page, problems } = await openAlone()
  const dataSet = page.locator('[data-field="data.dataSet"] [role=combobox]').first()
  const mix = page.getByRole('group', { name: 'Mixed of' })
  await mix.getByRole('button', { name: 'Mix with another data set' }).click()
  await page.getByRole('menuitem').first().click()
  const counts = mix.getByRole('textbox')
  expect(await counts.count()).toBe(2)
  await expect.poll(() => dataSet.textContent()).toContain(' + ')

  await counts.first().fill('2,000')
  await page.keyboard.press('Tab')
  await counts.last().fill('400')
  await page.keyboard.press('Tab')
  await expect.poll(() => dataSet.textContent()).toMatch(/\(2,000\) \+ .*\(400\)/)
  expect(await field(page, 'data.trainSize').inputValue()).toBe('2000')
  expect(await field(page, 'data.validationSize').inputValue()).toBe('400')
  await counts.last().fill('many')
  await page.keyboard.press('Tab')
  await mix.getByText("Expected a whole number from 1 on, got 'many'").waitFor()
  expect(await counts.last().inputValue()).toBe('many')

  await mix
    .getByRole('button', { name: /^Leave out/ })
    .last()
    .click()
  expect(await counts.count()).toBe(0)
  await expect.poll(() => dataSet.textContent()).toContain('Pen digits')

  expect(problems).toEqual([])
})
