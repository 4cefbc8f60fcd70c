import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { runCommand } from './command-palette.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']

/** Puts the lecture's recipe, on few images, into the form as it was left the last time. */
async function openWith(change: object = {}): Promise<void> {
  const data = { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 500, testSize: 200 }
  const draft = JSON.stringify({ ...LECTURE_RECIPE, data, ...change })
  await page.evaluate((stored) => {
    localStorage.clear()
    localStorage.setItem('backprop.recipeDraft', stored)
  }, draft)
  await page.reload()
}

const dialog = () => page.getByRole('dialog', { name: 'What if …' })
const values = () => dialog().getByRole('list', { name: 'Values' }).getByRole('listitem')

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
})

checkAndClose(() => ({ workbench }))

beforeEach(async () => {
  await openWith()
})

describe('what if', () => {
  it('draws the lecture’s picture of learning rates, and writes the one that is used into the form', async () => {
    await page.getByLabel('What if Learning rate were another').click()
    await dialog()
      .getByText(/ is best here: [\d.]+\u00a0% of 500 unseen images right\./)
      .waitFor()
    expect(await values().count()).toBe(7)
    const summary = await dialog()
      .getByRole('img', { name: /^Accuracy on unseen images by epoch/ })
      .getAttribute('aria-label')
    const at = (value: string): number => Number(new RegExp(`[ ;]${value}: ([\\d.]+)`).exec(summary!)![1])
    // Too small, right, too large.
    expect(at('0.1')).toBeLessThan(at('3'))
    expect(at('100')).toBeLessThan(at('3'))

    await dialog().getByRole('button', { name: 'Loss', exact: true }).click()
    const chart = dialog().getByRole('img', { name: /^Loss on unseen images by epoch/ })
    await chart.focus()
    await page.keyboard.press('Home')
    await dialog().getByText('Before epoch 0', { exact: true }).waitFor()
    await page.keyboard.press('End')
    await dialog().getByText('Epoch 2', { exact: true }).waitFor()
    // Hides what the cursor reads out, not the dialog.
    await page.keyboard.press('Escape')

    await dialog().getByRole('button', { name: 'Use 1', exact: true }).click()
    await dialog().getByText('Learning rate is now 1', { exact: true }).waitFor()
    // The form of the dialog still tells of the values that are drawn.
    expect(await dialog().getByLabel('From').inputValue()).toBe('0.1')
    expect(await dialog().getByLabel('To', { exact: true }).inputValue()).toBe('100')
    // Undo is in the dialog, for the status line behind it is out of reach.
    await dialog().getByRole('button', { name: 'Undo', exact: true }).click()
    await dialog().getByRole('button', { name: 'Use 1', exact: true }).click()
    await dialog().getByRole('button', { name: 'Close' }).click()
    const field = page.locator('[data-field="optimizer.learningRate"] input')
    expect(await field.inputValue()).toBe('1')
    await page.getByRole('button', { name: 'Undo the last recipe change' }).click()
    expect(await field.inputValue()).toBe('3')
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByText('Every training is kept here').waitFor()
  })

  it('tries another field over a range of one’s own', async () => {
    await page.getByRole('link', { name: 'Data' }).click()
    await page.getByRole('heading', { name: 'Data', level: 1 }).waitFor()
    await runCommand(page, 'What if')
    await dialog().getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Hidden 1: units' }).click()
    for (const name of ['values', 'epochs', 'training images']) {
      await dialog()
        .getByRole('button', { name: `Increase ${name}`, exact: true })
        .waitFor()
      await dialog()
        .getByRole('button', { name: `Decrease ${name}`, exact: true })
        .waitFor()
    }
    expect(
      await dialog()
        .getByRole('button', { name: /^(Increment|Decrement)$/ })
        .count(),
    ).toBe(0)
    await dialog().getByLabel('From').fill('2')
    await dialog().getByLabel('To', { exact: true }).fill('50')
    await dialog().getByLabel('To', { exact: true }).press('Tab')
    await dialog()
      .getByRole('button', { name: /^Try (them|again)$/ })
      .click()
    await dialog()
      .getByText(/is best here/)
      .waitFor()
    const shown = (await values().allInnerTexts()).map((text) => text.split('\n')[0])
    expect(shown[0]).toBe('2')
    expect(shown).toContain('30')
    expect(shown.at(-1)).toBe('50')
  })

  it('shows a training that diverges as one', async () => {
    await openWith({
      layers: LECTURE_RECIPE.layers.map((layer) => ({ ...layer, activation: 'identity' })),
      optimizer: { name: 'sgd', learningRate: 0.3 },
    })
    await page.getByLabel('What if Learning rate were another').click()
    await dialog()
      .getByText(/diverge/)
      .first()
      .waitFor()
    await dialog().getByRole('listitem').filter({ hasText: 'diverged' }).first().waitFor()
    await dialog().locator('.overlay-cross').first().waitFor()
  })

  it('is cancelled by its button, and tells what a range lacks', async () => {
    await openWith({ epochs: 100 })
    await page.getByLabel('What if Mini-batch size were another').click()
    await dialog()
      .getByText(/is best here/)
      .waitFor()
    await dialog().getByLabel('Epochs', { exact: true }).fill('100')
    await dialog().getByLabel('Epochs', { exact: true }).press('Tab')
    await dialog().getByRole('button', { name: 'Try again' }).click()
    await dialog().getByRole('progressbar').waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await dialog().getByText('Cancelled.').waitFor()
    await dialog().getByLabel('To', { exact: true }).fill('1')
    await dialog().getByLabel('To', { exact: true }).press('Tab')
    await dialog().getByLabel('From').fill('10')
    await dialog().getByLabel('From').press('Tab')
    await dialog()
      .getByText(/expected a range with at least two values/)
      .waitFor()
    expect(await dialog().getByRole('button', { name: 'Try again' }).isDisabled()).toBe(true)
  })
})
