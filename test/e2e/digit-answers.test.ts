import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from './check-and-close.ts'
import { type RunningWorkbench, startWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const reader: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...{ ...LECTURE_RECIPE.data, dataSet: 'pen-digits-2' },
    ...{ trainSize: 4000, validationSize: 500, testSize: 500 },
  },
  layers: [
    { units: 30, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
  loss: 'softmax-cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  epochs: 4,
}

beforeAll(async () => {
  const beginner: Recipe = { ...reader, optimizer: { name: 'sgd', learningRate: 1e-6 }, epochs: 1 }
  trained = await makeTrainedHome({
    ...{ 'beginner 1': beginner, 'beginner 2': { ...beginner, seed: 2 } },
    ...{ 'beginner 3': { ...beginner, seed: 3 }, 'beginner 4': { ...beginner, seed: 4 } },
    ...{ 'other reader': { ...reader, seed: 2 }, reader },
  })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.getByRole('link', { name: 'Digits' }).click()
  await page.getByLabel(/^Drawing pad/).waitFor()
})

beforeEach(async () => {
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('output').textContent()).toBe('?')
})

checkAndClose(() => ({ workbench, trained }))

/** Draws a 7 with the mouse. */
async function drawSeven(): Promise<void> {
  const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height]
  await page.mouse.move(...at(0.25, 0.2))
  await page.mouse.down()
  for (const [x, y] of [
    [0.75, 0.2],
    [0.45, 0.85],
  ] as const) {
    await page.mouse.move(...at(x, y), { steps: 4 })
  }
  await page.mouse.up()
  await expect.poll(() => page.locator('output').textContent()).toBe('7')
}

const showPart = (name: string): Promise<void> =>
  page
    .getByRole('group', { name: 'What of the answer is shown' })
    .getByRole('button', { name, exact: true })
    .click()

describe('several runs on one drawing', () => {
  const table = () => page.getByRole('region', { name: 'Runs on the same drawing' })
  const answers = (): Promise<string[]> => table().locator('.beside-answer').allTextContents()

  it('read it each, and where they disagree it is said; chosen and taken away by keyboard', async () => {
    await drawSeven()
    await showPart('Runs')
    await table().getByText('Choose up to 4 runs that read the same drawing.').waitFor()
    await table().getByRole('button', { name: 'Runs…' }).press('Enter')
    for (const name of ['other reader', 'beginner 1', 'beginner 2', 'beginner 3']) {
      await page.getByPlaceholder('Find a run').fill(name)
      await page.getByRole('option', { name }).waitFor()
      await page.keyboard.press('Enter')
      await expect.poll(() => table().getByText(name, { exact: true }).count()).toBe(1)
    }
    await page.getByPlaceholder('Find a run').fill('beginner 4')
    await page.getByRole('option', { name: 'beginner 4', disabled: true }).waitFor()
    await page.keyboard.press('Escape')
    await table().locator('table[aria-busy=false]').waitFor()
    const all = await answers()
    expect(all.slice(0, 2)).toEqual(['7', '7'])
    // A network that has learned nothing agrees with nobody for long; what is said is what stands in the table.
    const agreement = table().getByRole('status')
    const same = all.filter((each) => each === '7').length
    await expect
      .poll(() => agreement.textContent())
      .toMatch(same === 5 ? /^All 5 read a 7/ : /read a 7; .*beginner/)
    expect(await table().locator('td.is-other .beside-answer').count()).toBe(5 - same)
    await table().getByRole('button', { name: 'Take beginner 1 away' }).press('Enter')
    await expect.poll(answers).toHaveLength(4)
  })

  it('stay chosen while the window is open, and one of them becomes the run in use', async () => {
    await drawSeven()
    await page.getByRole('link', { name: 'Runs', exact: true }).click()
    await page.getByRole('link', { name: 'Digits' }).click()
    await expect.poll(answers).toHaveLength(4)
    await table().getByRole('button', { name: 'Use other reader' }).click()
    await expect.poll(() => page.getByLabel('Current run').textContent()).toContain('other reader')
    expect(await table().locator('.beside-name').first().textContent()).toBe('other reader')
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /^reader/ }).click()
    await showPart('Outputs')
  })
})

describe('why an answer', () => {
  const region = (name: string) => page.getByRole('region', { name })
  /** Waits until what stands in a part is of the whole drawing; before, it is of a part of it. */
  const settled = (name: string): Promise<void> =>
    page.locator(`section[aria-label="${name}"][aria-busy=false]`).waitFor()

  it('is told by its pixels, for the answer, for the next in line and as the difference, and by the hidden layer', async () => {
    await showPart('Why')
    await region('Why this answer')
      .getByText(/Here is which pixels/)
      .waitFor()
    await drawSeven()
    await settled('Why this answer')
    const why = region('Why this answer')
    const next = (await page.getByText(/^Next in line: \d$/).textContent())!.trim().at(-1)!
    for (const name of ['For 7', `For ${next}`, `For 7 against ${next}`]) {
      await why.getByRole('img', { name, exact: true }).waitFor()
    }
    await why.getByRole('img', { name: 'Outputs of the 30 units of hidden layer 1' }).waitFor()
    const sums = await why.locator('.reasons-sum').allTextContents()
    const [said, other, both] = sums.map((text) =>
      Number(text.replace('together ', '').replace('\u2212', '-')),
    )
    expect(both).toBeCloseTo(said! - other!, 2)
    expect(both).toBeGreaterThan(0)
  })

  it('shows the training images that look most like the drawing', async () => {
    await showPart('Nearest')
    await drawSeven()
    await settled('Nearest training images')
    const nearest = region('Nearest training images')
    await nearest.getByText(/12 nearest of 4,000 training images,? (\d+ )?are labelled 7/).waitFor()
    const distances = (await nearest.locator('.nearest-distance').allTextContents()).map(Number)
    expect(distances).toHaveLength(12)
    expect(distances).toEqual(distances.toSorted((a, b) => a - b))
    const sevens = nearest.getByRole('img', { name: /^Training image [\d,]+, labelled 7$/ })
    expect(await sevens.count()).toBeGreaterThan(6)
    expect(await nearest.locator('.nearest-label').first().textContent()).toMatch(/^\d$/)
  })

  it('turns with a change that it shows', async () => {
    await showPart('Change')
    await drawSeven()
    await settled('Smallest change')
    const change = region('Smallest change')
    await change.getByText(/pixels? changes? by more than 10.%.*and it is read as an? \d\.$/).waitFor()
    const digits = await change.locator('figcaption strong').allTextContents()
    expect(digits[0]).toBe('7')
    expect(digits[1]).not.toBe('7')
    await showPart('Outputs')
  })
})
