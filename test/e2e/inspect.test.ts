import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const pupil: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 2000, validationSize: 500, testSize: 400 },
  epochs: 3,
}

beforeAll(async () => {
  trained = await makeTrainedHome({
    untested: { ...pupil, data: { ...pupil.data, validationSize: 0 }, epochs: 1 },
    pupil,
  })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  page.setDefaultTimeout(30_000)
}, 120_000)

afterEach(() => {
  expect(workbench.problems).toEqual([])
})

afterAll(async () => {
  await workbench.close()
  await trained.remove()
})

const matrix = () => page.getByRole('region', { name: 'Confusion matrix' })
const resultLine = (): Promise<string | null> =>
  page.getByRole('region', { name: 'Result' }).locator('p').first().textContent()
const cellText = (label: number, predicted: number): Promise<string> =>
  matrix().locator(`[data-cell="${label}-${predicted}"]`).innerText()

/** The counts of the matrix as shown, a row for each digit. */
async function readMatrix(): Promise<number[][]> {
  const texts = await matrix().locator('[data-cell]').allInnerTexts()
  const counts = texts.map((text) => Number(text.replaceAll(',', '')))
  return Array.from({ length: 10 }, (_, label) => counts.slice(10 * label, 10 * label + 10))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

describe('inspecting a run', () => {
  it('is opened from the run in the list', async () => {
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByText('pupil', { exact: true }).first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Inspect' }).click()
    await matrix().waitFor()
    expect(await page.getByLabel('Run', { exact: true }).textContent()).toContain('pupil')
  })

  it('shows what the best epoch reached on the test images, and the matrix behind it', async () => {
    const { best } = trained.runs[1]
    expect(await resultLine()).toContain(`${best!.testCorrect} of 400 test images`)
    const counts = await readMatrix()
    expect(sum(counts.flat())).toBe(400)
    expect(sum(counts.map((row, digit) => row[digit]))).toBe(best!.testCorrect)
  })

  it('a cell tells in words what it counts, and shows its images', async () => {
    const counts = await readMatrix()
    const wrong = counts
      .flatMap((row, label) => row.map((count, predicted) => ({ label, predicted, count })))
      .filter(({ label, predicted }) => label !== predicted)
      .reduce((most, cell) => (cell.count > most.count ? cell : most))
    const cell = matrix().locator(`[data-cell="${wrong.label}-${wrong.predicted}"]`)
    await cell.click()
    await matrix()
      .getByText(
        new RegExp(
          `^${wrong.count} of the \\d+ images of a ${wrong.label} .* taken for a ${wrong.predicted}`,
        ),
      )
      .waitFor()
    const images = page.getByRole('region', {
      name: `Images of a ${wrong.label}, taken for a ${wrong.predicted}`,
    })
    await expect.poll(() => images.getByRole('img').count()).toBe(wrong.count)
    await page.getByRole('button', { name: 'Show the mistakes' }).click()
    const mistakes = page.getByRole('region', { name: 'Most confident mistakes' })
    const total = 400 - trained.runs[1].best!.testCorrect!
    await expect.poll(() => mistakes.getByRole('img').count()).toBe(Math.min(total, 120))
  })

  it('arrow keys move through the matrix, and Enter chooses', async () => {
    await matrix().locator('[data-cell="3-3"]').focus()
    await matrix().locator('[data-cell="3-3"]').click()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'Images of a 4, read rightly' }).waitFor()
    expect(await matrix().locator('[data-cell="4-4"]').getAttribute('aria-pressed')).toBe('true')
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Most confident mistakes' }).waitFor()
  })

  it('another epoch and the validation images give other numbers', async () => {
    await page.getByRole('spinbutton', { name: 'Epoch' }).fill('0')
    await page.keyboard.press('Enter')
    const { epochs } = trained.runs[1]
    await expect.poll(resultLine).toContain(`${epochs[0].testCorrect} of 400 test images`)
    await page.getByRole('button', { name: 'Validation' }).click()
    const correct = Math.round(epochs[0].validationAccuracy! * 500)
    await expect.poll(resultLine).toContain(`${correct} of 500 validation images`)
    await page.getByRole('button', { name: 'Best' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect.poll(() => cellText(0, 0)).not.toBe('')
  })

  it('says whether bias or variance is the trouble, with the errors', async () => {
    const diagnosis = page.getByRole('region', { name: 'Bias and variance' })
    await diagnosis.getByText('Error on 2,000 training images').waitFor()
    await diagnosis.getByText('Error on 500 validation images').waitFor()
    await diagnosis
      .getByText(/bias|variance|good fit/i)
      .nth(1)
      .waitFor()
  })

  it('checks the gradient, and catches a broken backward pass', async () => {
    const check = page.getByRole('region', { name: 'Gradient check' })
    await check.getByRole('button', { name: 'Check' }).click()
    await check.getByText('The gradient is right in every layer.').waitFor()
    expect(await check.getByRole('row').count()).toBe(3)
    await check.getByLabel('Backward pass').click()
    await page.getByRole('option', { name: 'Broken: no slope of hidden layers' }).click()
    await check.getByRole('button', { name: 'Check' }).click()
    await check.getByText('Caught: the broken backward pass gives a wrong gradient.').waitFor()
  })

  it('a run without validation images is inspected on its test images', async () => {
    await page.getByLabel('Run', { exact: true }).click()
    await page.getByRole('option', { name: /untested/ }).click()
    await expect.poll(resultLine).toContain(`${trained.runs[0].best!.testCorrect} of 400 test images`)
    expect(await page.getByRole('button', { name: 'Validation' }).isDisabled()).toBe(true)
    await page.getByText('Error on 400 test images').waitFor()
  })
})

describe('inspecting without a run', () => {
  it('says what it takes', async () => {
    const empty = await startWorkbench()
    try {
      await empty.page.getByRole('link', { name: 'Inspect' }).click()
      await empty.page.getByText('Look into a trained network').waitFor()
      await empty.page.getByRole('link', { name: 'Train your first network' }).click()
      await empty.page.getByRole('heading', { name: 'Train', exact: true }).waitFor()
      expect(empty.problems).toEqual([])
    } finally {
      await empty.close()
    }
  }, 60_000)
})
