import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openLearn } from './open-learn.ts'

let page: Page

openLearn('functions', async (opened) => {
  page = opened.page
  await pages().waitFor()
})

const pages = () => page.getByRole('group', { name: 'Functions' })
const open = async (name: string): Promise<void> => {
  await pages().getByRole('button', { name }).click()
  await page.getByRole('region', { name }).waitFor()
}
const values = () => page.getByRole('region', { name: 'Values' })
const slider = (name: string | RegExp) => page.getByRole('slider', { name })

test('by keys alone, weights and bias bring the line between the points of AND', async () => {
  await open('Neuron')
  await values().getByText('0 of 4 points lie on their own side.').waitFor()
  for (const name of ['Weight w 1', 'Weight w 2']) {
    await slider(name).focus()
    await page.keyboard.press('End')
  }
  await slider('Bias b').focus()
  await page.keyboard.press('Home')
  // Where only one input is 1 the sum is now 0, and the neuron undecided.
  await values().getByText('2 of 4 points lie on their own side.').waitFor()
  await slider('Weight w 1').focus()
  await page.keyboard.press('ArrowLeft')
  await values().getByText('3 of 4 points lie on their own side.').waitFor()
  await slider('Weight w 2').focus()
  await page.keyboard.press('ArrowLeft')
  await values().getByText('All four points lie on their own side.').waitFor()
  await page.getByLabel('Bias as the weight of an input that is always 1').check()
  await values().getByText('(1, 1, 1)').waitFor()
})

test('the blank of ReLU’s slope is filled, and the point goes to sigmoid’s steepest place', async () => {
  await open('Activations')
  await page.getByRole('button', { name: 'Cover ReLU’s slope, and ask me' }).click()
  await page.getByText('f′(z): fill the blank at the side.').waitFor()
  await page.getByLabel('at z = −2').fill('0')
  await page.getByLabel('at z = 3').fill('1')
  await page.getByLabel('at z = 0').fill('0.5')
  await page.getByText('and there is no derivative at it. The program takes 0.00').waitFor()
  const point = slider('Point on Sigmoid')
  await point.focus()
  await page.keyboard.press('Home')
  expect(await point.getAttribute('aria-valuenow')).toBe('-8')
  for (let k = 0; k < 16; k++) await page.keyboard.press('PageUp')
  expect(await point.getAttribute('aria-valuetext')).toBe('z 0.00, output 0.500, slope 0.250')
  const box = (await point.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height * 0.5)
  await expect.poll(async () => Number(await point.getAttribute('aria-valuenow'))).toBeGreaterThan(4)
})

test('every loss tells its value and slope at the point', async () => {
  await open('Losses')
  await values().getByRole('cell', { name: '0.320' }).waitFor()
  await page.getByLabel('With the factor ½').uncheck()
  await values().getByRole('cell', { name: '−1.600' }).waitFor()
  await page.getByRole('button', { name: 'Binary cross-entropy' }).click()
  await values().getByRole('cell', { name: '1.609' }).waitFor()
  await page.getByRole('button', { name: 'Softmax cross-entropy' }).click()
  await values().getByRole('cell', { name: '−5.000' }).waitFor()
})

test('cross-entropy arrives after 50 updates, squared error after 469', async () => {
  await open('Slow start')
  await page.getByRole('button', { name: 'Update', exact: true }).click()
  await page.getByText('update 1 of 469').waitFor()
  await page.getByRole('group', { name: 'Updates' }).getByRole('slider', { name: 'Update' }).focus()
  await page.keyboard.press('End')
  const row = values().getByRole('row', { name: /^updates to y = 0.1/ })
  await row.getByRole('cell', { name: '469' }).waitFor()
  await row.getByRole('cell', { name: '50', exact: true }).waitFor()
})

test('the exercise takes any form, hints at mistakes, and shows the way after two of them', async () => {
  await open('Exercise')
  const box = page.getByLabel('dDiv/dŷ =')
  const status = page.locator('#exercise-verdict')
  const give = async (answer: string): Promise<void> => {
    await box.fill(answer)
    await box.press('Enter')
  }
  await give('2')
  await status.getByText('neither ŷ nor y in it').waitFor()
  await give('y − ŷ')
  await status.getByText('The sign is turned').waitFor()
  await give('½(ŷ − y)²')
  await status.getByText('A square is left').waitFor()
  await page.getByRole('button', { name: 'Show me the way' }).click()
  expect(await page.getByRole('list', { name: 'The way' }).getByRole('img').count()).toBe(3)
  await give('(yhat² − y²)/(ŷ + y)')
  await status.getByText('Right, in this form as in any other.').waitFor()
})

test.each(['Neuron', 'Activations', 'Losses', 'Slow start', 'Exercise'])(
  'axe finds nothing in %s',
  async (name) => {
    await open(name)
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
      )
    })
    expect(found).toEqual([])
  },
)
