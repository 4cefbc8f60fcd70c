import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { SLOWNESS } from '../slowness.ts'
import { openLearn } from './open-learn.ts'
import { walkPath } from './walk-path.ts'

let page: Page

openLearn('path', async (opened) => {
  page = opened.page
  await title('One neuron').waitFor()
})

const stop = () => page.getByRole('region', { name: 'Stop of the path' })
const title = (name: string) => stop().getByRole('heading', { name })
const button = (name: string) => stop().getByRole('button', { name, exact: true })
const answer = async (label: string, number: string) => {
  await stop().getByLabel(label, { exact: true }).fill(number)
  await button('Check').click()
}
const goTo = async (name: string) => {
  await stop().getByRole('combobox', { name: 'Stop', exact: true }).click()
  await page.getByRole('option', { name }).click()
  await title(name).waitFor()
}

test('a wrong answer gets a reason and the hint, two of them the way out, a right one what follows from it', async () => {
  await goTo('One step downhill')
  const nextStep = page.locator('svg.picture circle.target')
  await page.locator('svg.picture circle.ball').waitFor()
  expect(await nextStep.count()).toBe(0)
  await answer('u', '3.6')
  await stop().getByText('uphill').waitFor()
  await stop().getByText('Hint: The slope of u² at 3 is 6.').waitFor()
  expect(await button('Show me').isVisible()).toBe(false)
  await answer('u', 'three')
  await stop().getByText('Expected a number').waitFor()
  await answer('u', '2,4')
  await stop().getByText('Right.').waitFor()
  await stop().getByText('The step is taken').waitFor()
  await nextStep.waitFor()
})

test('after two tries the answer is shown, which counts as shown and not as failed', async () => {
  await goTo('One step downhill')
  await answer('u', '1')
  await answer('u', '2')
  await button('Show me').click()
  await stop().getByText('Shown.').waitFor()
  expect(await stop().getByLabel('u', { exact: true }).inputValue()).toBe('2.4')
})

test('the path is walked by keyboard: a rate at the edge, numbers forward and backward', async () => {
  await goTo('One step downhill')
  await button('Skip').focus()
  await page.keyboard.press('Enter')
  await title('The largest rate that arrives').waitFor()
  const own = page.getByRole('region', { name: 'Walks' }).getByLabel('η', { exact: true }).nth(1)
  await own.fill('0.195')
  await page.keyboard.press('Enter')
  await button('Check').focus()
  await page.keyboard.press('Enter')
  await stop().getByText('Right.').waitFor()
  await goTo('Forward, by hand')
  await answer('z', '0.483')
  await stop().getByText('Right.').waitFor()
  await button('Next').click()
  await title('Two ways to the error').waitFor()
  await button('Skip').click()
  await title('Backward, by hand').waitFor()
  await answer('∂Div/∂z', '-0.09')
  await stop().getByText('Right.').waitFor()
  await page.reload()
  await title('Backward, by hand').waitFor()
  await stop().getByText('Right.').waitFor()
})

test(
  'a program answers every stop',
  async () => {
    await walkPath(page)
  },
  300_000 * SLOWNESS,
)

test('a presentation shows the place alone, and a clicker’s keys go through stops and steps', async () => {
  await goTo('One neuron')
  await page.getByRole('button', { name: 'Present', exact: true }).click()
  await expect.poll(() => page.getByRole('link', { name: 'Train', exact: true }).count()).toBe(0)
  await page.keyboard.press('PageDown')
  await title('The slope of the bend').waitFor()
  await page.keyboard.press('PageUp')
  await title('One neuron').waitFor()
  await goTo('Name that weight')
  await stop().getByRole('heading').first().focus()
  await page.keyboard.press('PageDown')
  await page.getByRole('button', { name: 'Sum of hidden unit 1: 0.400.' }).waitFor()
  await title('Name that weight').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Train', exact: true }).waitFor()
})

test('numbers that a question is answered from are not faded, and are once it is answered', async () => {
  const faded = page.getByRole('group', { name: 'The network' }).locator('.is-faded')
  for (const [name, label, number] of [
    ['Forward, by hand', 'z', '0.483'],
    ['Backward, by hand', '∂Div/∂z', '-0.09'],
  ] as const) {
    await goTo(name)
    await page.getByRole('group', { name: 'The network' }).getByText('0.599').waitFor()
    expect([name, await faded.count()]).toEqual([name, 0])
    await answer(label, number)
    await stop().getByText('Right.').waitFor()
    await expect.poll(() => faded.count()).toBeGreaterThan(0)
  }
})

test('the slow start ends with the update at which both have arrived', async () => {
  await goTo('Badly wrong and slow')
  await answer('times', '57')
  await page.getByText(/^update (\d+) of \1$/).waitFor()
})

test('coming back to a stop brings its own state, and starting anew the prepared one', async () => {
  await stop().getByLabel('Short path').uncheck()
  await goTo('When to stop')
  const rate = page.getByRole('region', { name: 'Walks' }).getByLabel('η', { exact: true })
  await rate.fill('0.2')
  await page.keyboard.press('Tab')
  await button('Back').click()
  await title('One step downhill').waitFor()
  await button('Skip').click()
  await title('When to stop').waitFor()
  await expect.poll(() => rate.inputValue()).toBe('0.2')
  await button('Start this stop anew').click()
  await expect.poll(() => rate.inputValue()).toBe('0.05')
})
