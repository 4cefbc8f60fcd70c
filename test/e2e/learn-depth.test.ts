import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openLearn } from './open-learn.ts'

let page: Page

openLearn('depth', async (opened) => {
  page = opened.page
  await network()
    .getByRole('combobox', { name: /^Images/ })
    .selectOption('pen-digits-2')
})

const network = () => page.getByRole('region', { name: 'Network' })
const rows = () => page.getByRole('region', { name: 'Layers' }).getByRole('row')
const example = (name: string) => page.getByRole('button', { name, exact: true })

test('a start that fades is mended by batch normalization', async () => {
  await example('It fades').click()
  await network().getByText('Not all layers can learn: the gradient fades on its way back.').waitFor()
  await expect.poll(() => rows().count()).toBe(11)
  await page
    .getByRole('img', { name: /^Gradient by layer.*in layer 1/ })
    .or(page.getByLabel(/Root mean square of the weights/))
    .first()
    .waitFor()
  await network().getByRole('checkbox', { name: 'Batch normalization' }).check()
  await network()
    .getByText('All layers can learn: gradients of about one size, and few flat units.')
    .waitFor()
  await network().getByText('Sigmoid, LeCun normal, with batch normalization:').waitFor()
})

test('another last image moves the others only with batch normalization, by keyboard alone', async () => {
  await example('It fades').focus()
  await page.keyboard.press('Enter')
  await network().getByLabel('Take another last image').focus()
  await page.keyboard.press('Space')
  await network().getByText('outputs stayed exactly as they were').waitFor()
  await network().getByRole('checkbox', { name: 'Batch normalization' }).focus()
  await page.keyboard.press('Space')
  await network().getByText('nobody is alone in a batch').waitFor()
  const gain = network().getByRole('slider', { name: 'Factor of the first weights' })
  await gain.focus()
  await page.keyboard.press('End')
  await network().getByText('LeCun normal × 10').waitFor()
})

test('weights of 0 have no gradient to compare', async () => {
  await example('It fades').click()
  await network()
    .getByRole('combobox', { name: /^First weights/ })
    .selectOption('zeros')
  await network().getByText('No gradient arrives at the last hidden layer').waitFor()
})
