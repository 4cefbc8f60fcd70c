import { listSteps } from '#core/explain/steps.ts'
import { traceScene } from '#core/explain/trace.ts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { brokenState, PREPARED } from '../../renderer/model/learn/microscope-state.ts'
import { SLOWNESS } from '../slowness.ts'

/** Answers a stop of the guided path through its controls, as a person would; the check of the answer is left to the caller. */
export type StopAnswer = (page: Page) => Promise<void>

const stop = (page: Page) => page.getByRole('region', { name: 'Stop of the path' })
const slider = (page: Page, name: string) => page.getByRole('slider', { name })
const place = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'The network' }).getByRole('button', { name })
const walks = (page: Page) => page.getByRole('region', { name: 'Walks' })
const batch = (page: Page) => page.getByRole('region', { name: 'Mini-batch' })

const number =
  (label: string, value: string): StopAnswer =>
  (page) =>
    stop(page).getByLabel(label, { exact: true }).fill(value)

/** Goes to an element and presses keys there. */
async function press(page: Page, name: string, keys: readonly string[]): Promise<void> {
  await slider(page, name).focus()
  for (const key of keys) await page.keyboard.press(key)
}
async function setRate(page: Page, walk: number, rate: string): Promise<void> {
  await walks(page).getByLabel('η', { exact: true }).nth(walk).fill(rate)
  await page.keyboard.press('Tab')
}
const openBatch = (page: Page) => page.getByRole('button', { name: 'Mini-batch', exact: true }).click()
const times = (count: number, key: string): string[] => new Array<string>(count).fill(key)

/** By the id of the stop. */
export const STOP_ANSWERS: Readonly<Record<string, StopAnswer>> = {
  neuron: async (page) => {
    await press(page, 'Weight w 1', ['End', 'ArrowLeft'])
    await press(page, 'Weight w 2', ['End', 'ArrowLeft'])
    await press(page, 'Bias b', ['Home'])
  },
  slopes: async (page) => {
    await page.getByLabel('at z = −2').fill('0')
    await page.getByLabel('at z = 3').fill('1')
    await page.getByLabel('at z = 0').fill('0')
    await press(page, 'Point on Sigmoid', ['Home', ...times(16, 'PageUp')])
  },
  bend: async (page) => {
    await page.getByRole('combobox', { name: 'Activation of the hidden layers' }).click()
    await page.getByRole('option', { name: 'Sigmoid', exact: true }).click()
    await openBatch(page)
    await batch(page).getByRole('button', { name: 'Start anew' }).click()
    await batch(page).getByRole('button', { name: 'Take 1,000 updates' }).click()
  },
  step: number('u', '2.4'),
  epsilon: async (page) => {
    await setRate(page, 0, '0.2')
    await press(page, 'Step', ['End'])
  },
  rate: (page) => setRate(page, 1, '0.195'),
  slow: number('times', '57'),
  notation: async (page) => {
    await place(page, /^Weight from hidden unit 1 to output 2/).focus()
    await page.keyboard.press('Enter')
    for (const choice of await page.getByRole('group', { name: 'Notation' }).getByRole('button').all())
      await choice.click()
  },
  forward: number('z', '0.483'),
  total: async (page) => {
    await openBatch(page)
    await batch(page).getByRole('button', { name: 'Sum', exact: true }).click()
    await batch(page).getByLabel('Learning rate η').fill('0.75')
    await page.keyboard.press('Enter')
  },
  nudge: async (page) => {
    await page.getByRole('textbox', { name: 'Nudge' }).fill('0.048')
    await page.keyboard.press('Enter')
  },
  paths: async (page) => {
    await place(page, /^Weight from hidden unit 1 to output 2/).focus()
    await page.keyboard.press('e')
    await page.getByRole('complementary', { name: 'Chosen value' }).getByRole('textbox').first().waitFor()
    await page.keyboard.type('0')
    await page.keyboard.press('Enter')
  },
  backward: number('∂Div/∂z', '-0.09'),
  exercise: (page) => page.getByLabel('dDiv/dŷ =').fill('(2ŷ − 2y)/2'),
  check: async (page) => {
    // Which pass is broken differs from student to student.
    const seed = Number(await page.evaluate(() => localStorage.getItem('backprop.learn.path.seed')))
    await stop(page).getByLabel(brokenState(seed).broken!.pass, { exact: true }).check()
    await press(page, 'Step h of the difference quotient', times(4, 'ArrowLeft'))
  },
  code: async (page) => {
    const steps = listSteps(traceScene(PREPARED.code().scene), 'unit')
    const added = steps.findLast(({ line, example }) => line === 'add' && example === 2)!
    for (let taken = 0; taken < added.end; taken++) await page.keyboard.press('.')
  },
  digit: async (page) => {
    const pixel = page.getByLabel('Draw this pixel, too')
    await pixel.fill('1')
    await pixel.press('Enter')
    await stop(page).getByLabel('its input is 0').check()
  },
  diagnosis: async (page) => {
    const sorted = {
      'Lecture: 784-30-10': 'Both',
      'Lecture: η = 0.1, 5 epochs': 'Bias',
      'Lecture: 1,000 images': 'Variance',
    }
    for (const [run, kind] of Object.entries(sorted))
      await stop(page).getByRole('group', { name: run }).getByLabel(kind, { exact: true }).check()
  },
  why: async (page) => {
    const form = page.getByRole('form', { name: 'Your own training' })
    const changes = { 'Hidden units': '60', 'Learning rate η': '0.5', 'L2 λ': '5', Epochs: '12' }
    for (const [field, value] of Object.entries(changes)) {
      await form.getByLabel(field).fill(value)
      await page.keyboard.press('Tab')
    }
    await form.getByLabel('Loss').selectOption('binary-cross-entropy')
    await form.getByRole('button', { name: 'Train' }).click()
    await page
      .getByRole('rowheader', { name: 'Trial 1 of the lecture' })
      .waitFor({ timeout: 120_000 * SLOWNESS })
    await stop(page).getByRole('textbox').fill('Cross-entropy and more units, with a price on large weights.')
  },
  deep: async (page) => {
    const network = page.getByRole('region', { name: 'Network' })
    await network.getByRole('checkbox', { name: 'Batch normalization' }).check()
    await network.getByText('All layers can learn').waitFor()
  },
  hidden: async (page) => {
    const unit = page.getByRole('slider', { name: 'Unit', exact: true })
    const shows = (words: string) =>
      expect.poll(() => unit.getAttribute('aria-valuetext'), { timeout: 20_000 * SLOWNESS }).toContain(words)
    await page.getByRole('button', { name: 'Change since the start', exact: true }).click()
    await shows('Change since the start')
    await page.getByRole('button', { name: 'To the start', exact: true }).click()
    await shows('before the first epoch')
    await stop(page).getByLabel('no training image has ink there').check()
  },
  batches: async (page) => {
    const side = page.getByRole('region', { name: 'Values' })
    await side.getByRole('radio', { name: 'Batches of 10' }).check()
    await page.getByRole('button', { name: 'Run the race', exact: true }).click()
    await page
      .getByText(/^You (won|lost) your bet|^None of them arrived/)
      .waitFor({ timeout: 120_000 * SLOWNESS })
  },
  piles: async (page) => {
    await press(page, 'Epoch', ['End'])
    await page.getByRole('button', { name: 'Break the seal', exact: true }).click()
    await page.getByText('Looks at the test part: 1').waitFor()
  },
  race: async (page) => {
    await walks(page).getByRole('combobox', { name: 'Optimizer' }).nth(1).click()
    await page.getByRole('option', { name: 'Nesterov' }).click()
    await setRate(page, 1, '0.01')
  },
}
