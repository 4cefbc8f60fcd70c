import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { withArticle } from '../../renderer/model/article.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

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
})

checkAndClose(() => ({ workbench, trained }))

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

const curve = () => page.getByRole('region', { name: 'Learning curve' })
/** Takes an amount of images into the curve, or leaves it out. */
async function setAmount(name: string, isWanted: boolean): Promise<void> {
  const button = curve().getByRole('button', { name, exact: true })
  if ((await button.getAttribute('aria-pressed')) !== String(isWanted)) await button.click()
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Leaves two amounts and one seed, so that a curve takes two networks. */
async function chooseTwoNetworks(): Promise<void> {
  for (const amount of ['1 %', '2 %', '5 %', '20 %', '50 %']) await setAmount(amount, false)
  await curve().getByRole('button', { name: '1', exact: true }).click()
  await curve()
    .getByText(/^2 networks, /)
    .waitFor()
}

/** Begins a curve that takes long enough to be cancelled. */
async function beginLongCurve(): Promise<void> {
  await chooseTwoNetworks()
  await curve().getByRole('spinbutton').fill('5000')
  await page.keyboard.press('Enter')
  await curve().getByRole('button', { name: 'Draw the curve' }).click()
  await curve()
    .getByText(/^network 1 of 2: 200 images, seed 1/)
    .waitFor()
}

describe('inspecting a run', () => {
  // The newest run, with the window as at the first start.
  beforeEach(async () => {
    await page.evaluate(() => {
      localStorage.clear()
      location.hash = '#/inspect'
    })
    await page.reload()
    await page.getByLabel('Current run').filter({ hasText: 'pupil' }).waitFor()
    await expect.poll(async () => sum((await readMatrix()).flat())).toBe(400)
  })

  it('is opened from the run in the list', async () => {
    await page.getByRole('link', { name: 'Runs' }).click()
    const table = page.getByRole('table', { name: 'Runs' })
    await table.getByText('pupil', { exact: true }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Inspect' }).click()
    await matrix().waitFor()
    expect(await page.getByLabel('Current run').textContent()).toContain('pupil')
  })

  it('shows what the best epoch reached on the test images, and the matrix behind it', async () => {
    const { best } = trained.runs[1]!
    await expect.poll(resultLine).toContain(`${best!.testCorrect} of 400 test images`)
    const counts = await readMatrix()
    expect(sum(counts.flat())).toBe(400)
    expect(sum(counts.map((row, digit) => row[digit]!))).toBe(best!.testCorrect)
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
          `^${wrong.count} of the \\d+ images of ${withArticle(String(wrong.label))} .* taken for ${withArticle(String(wrong.predicted))}`,
        ),
      )
      .waitFor()
    const images = page.getByRole('region', {
      name: `Images of ${withArticle(String(wrong.label))}, taken for ${withArticle(String(wrong.predicted))}`,
    })
    await expect.poll(() => images.getByRole('listitem').count()).toBe(wrong.count)
    await page.getByRole('button', { name: 'Show the mistakes' }).click()
    const mistakes = page.getByRole('region', { name: 'Most confident mistakes' })
    const total = 400 - trained.runs[1]!.best!.testCorrect!
    await expect.poll(() => mistakes.getByRole('listitem').count()).toBe(Math.min(total, 120))
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

  it('answers are narrowed down to a class and a kind of image, beside another run', async () => {
    const counts = await readMatrix()
    const filter = page.getByRole('group', { name: 'Which answers are shown' })
    await filter.getByRole('button', { name: 'Hardest right' }).click()
    const hardest = page.getByRole('region', { name: 'Hardest right answers' })
    await filter.getByRole('combobox', { name: 'Of which class' }).click()
    await page.getByRole('option', { name: 'Images of 3' }).click()
    await expect.poll(() => hardest.getByRole('listitem').count()).toBe(Math.min(120, counts[3]![3]!))
    await filter.getByRole('button', { name: 'Mistakes', exact: true }).click()
    await filter.getByRole('combobox', { name: 'Of which class' }).click()
    await page.getByRole('option', { name: 'All classes' }).click()

    const slices = page.getByRole('region', { name: 'Accuracy by kind of image' })
    const thin = slices.getByRole('row').filter({ hasText: 'Thinnest quarter' })
    const right = Number.parseFloat((await thin.getByRole('cell').first().innerText()).replace(/\s%/, ''))
    await thin.getByRole('button').click()
    const mistakes = page.getByRole('region', { name: 'Most confident mistakes' })
    await expect.poll(() => mistakes.getByRole('listitem').count()).toBe(Math.round(100 - right))
    await filter.getByRole('combobox', { name: 'Which run says what beside' }).click()
    await page.getByRole('option', { name: 'Beside untested' }).click()
    await filter.getByText(/^Of these \d+ mistakes, untested, epoch 0, reads \d+ wrong, too/).waitFor()
  })

  it('an image opens with its answer, the pixels that speak for it, and what the layers say', async () => {
    const mistakes = page.getByRole('region', { name: 'Most confident mistakes' })
    await mistakes
      .getByRole('button', { name: /Open it$/ })
      .first()
      .focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^The network reads an? \d with the output/).waitFor()
    await dialog.getByRole('img', { name: 'Outputs of the 30 units of hidden layer 1' }).waitFor()
    expect(await dialog.getByRole('table', { name: 'Outputs of the network' }).getByRole('row').count()).toBe(
      10,
    )
    expect(await dialog.getByRole('img', { name: /^For \d/ }).count()).toBe(3)
    await dialog.getByRole('button', { name: 'Every number of it' }).click()
    await page.waitForURL(/#\/learn\/microscope/)
  })

  it('another epoch and the validation images give other numbers', async () => {
    await page.getByRole('spinbutton', { name: 'Epoch', exact: true }).fill('0')
    await page.keyboard.press('Enter')
    const { epochs } = trained.runs[1]!
    await expect.poll(resultLine).toContain(`${epochs[0]!.testCorrect} of 400 test images`)
    await page.getByRole('button', { name: 'Validation', exact: true }).click()
    const correct = Math.round(epochs[0]!.validationAccuracy! * 500)
    await expect.poll(resultLine).toContain(`${correct} of 500 validation images`)
    await page.getByRole('button', { name: 'Best' }).click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await expect.poll(() => cellText(0, 0)).not.toBe('')
  })

  it('says what stands in the way of the run and what helps, with the errors', async () => {
    const diagnosis = page.getByRole('region', { name: 'Diagnosis' })
    await diagnosis.getByText('Error on 2,000 training images').waitFor()
    await diagnosis.getByText('Error on 500 validation images').waitFor()
    await diagnosis.getByRole('listitem').first().waitFor()
    const first = diagnosis.getByRole('listitem').first()
    // Three epochs of the lecture's recipe, whose first weights saturate outputs and hidden neurons.
    expect(await first.getAttribute('data-finding')).toMatch(/^(stuck-outputs|wide-start)$/)
    expect(await first.innerText()).toMatch(/What helps, the likeliest first:\s+Smaller first weights: /)
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

  it('says before a learning curve what is trained and how long it takes', async () => {
    await curve()
      .getByText(/^21 networks, (about|under) .* at the speed of this run\.$/)
      .waitFor()
    await chooseTwoNetworks()
    await curve()
      .getByText(/as many training steps as 3 epochs of all 2,000 images take, about 600\./)
      .waitFor()
    await setAmount('10 %', false)
    await curve().getByText('Choose two amounts of images at least: one point is no curve.').waitFor()
    expect(await curve().getByRole('button', { name: 'Draw the curve' }).isDisabled()).toBe(true)
    await setAmount('10 %', true)
  })

  it('draws the learning curve, which ends where the run ended', async () => {
    await chooseTwoNetworks()
    await curve().getByRole('button', { name: 'Draw the curve' }).click()
    await page.getByText(/^drawing a learning curve · /).waitFor()
    // It comes into sight by itself.
    await expect
      .poll(async () => {
        const plot = (await curve().getByRole('img').boundingBox())!
        return plot.y >= 0 && plot.y + plot.height <= (await page.evaluate(() => innerHeight))
      })
      .toBe(true)
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('link', { name: 'Inspect' }).click()
    await curve().getByRole('button', { name: 'Draw again' }).waitFor()
    const chart = curve().getByRole('img')
    const { validationAccuracy } = trained.runs[1]!.last!
    const percent = `${(100 * validationAccuracy!).toFixed(2)}\u00a0%`
    const words = await chart.getAttribute('aria-label')
    expect(words).toMatch(/200 images: training .*, validation .*\. 2,000 images: training /)
    expect(words).toContain(`validation ${percent}.`)
    const reading = curve().getByText(/^(More images|Whether more images)/)
    await reading.waitFor()
    // The result stands where it was drawn, before the form for another one.
    const form = (await curve().getByRole('form').boundingBox())!
    expect((await reading.boundingBox())!.y).toBeLessThan((await chart.boundingBox())!.y)
    expect((await chart.boundingBox())!.y).toBeLessThan(form.y)
    await chart.focus()
    await page.keyboard.press('End')
    const heading = (await page.locator('.read-out .read-out-epoch').boundingBox())!
    expect(heading.height).toBeLessThan(20)
    await curve().getByText('2,000 images (100\u00a0%)', { exact: true }).waitFor()
    await page.locator('.read-out').getByText(percent, { exact: true }).first().waitFor()
    await page.keyboard.press('ArrowLeft')
    await curve().getByText('200 images (10\u00a0%)', { exact: true }).waitFor()
    await curve().getByText('1 network, 30 epochs', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('cancels a learning curve, and keeps what it was', async () => {
    await beginLongCurve()
    // Other questions do not wait for it.
    await page.getByRole('region', { name: 'Gradient check' }).getByRole('button', { name: 'Check' }).click()
    await page.getByText('The gradient is right in every layer.').waitFor()
    await curve().getByRole('button', { name: 'Cancel' }).click()
    await curve().getByText('Cancelled before the first network was trained.').waitFor()
    expect(await curve().getByRole('spinbutton').inputValue()).toBe('5,000')
  })

  it('another run ends the learning curve of this one', async () => {
    await beginLongCurve()
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /untested/ }).click()
    await page.getByText('nothing is running', { exact: true }).waitFor()
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /pupil/ }).click()
    await curve().getByText('Cancelled before the first network was trained.').waitFor()
  })

  it('a run without validation images is inspected on its test images', async () => {
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /untested/ }).click()
    await expect.poll(resultLine).toContain(`${trained.runs[0]!.best!.testCorrect} of 400 test images`)
    expect(await page.getByRole('button', { name: 'Validation', exact: true }).isDisabled()).toBe(true)
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
  })
})
