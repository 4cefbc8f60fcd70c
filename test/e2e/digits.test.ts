import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const reader: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    dataSet: 'pen-digits-2',
    trainSize: 20_000,
    validationSize: 500,
    testSize: 500,
  },
  layers: [
    { units: 40, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
  loss: 'softmax-cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.1 },
  epochs: 5,
}

beforeAll(async () => {
  trained = await makeTrainedHome({
    beginner: { ...reader, optimizer: { name: 'sgd', learningRate: 1e-5 }, epochs: 1 },
    reader,
  })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.getByRole('link', { name: 'Digits' }).click()
  await page.getByLabel(/^Drawing pad/).waitFor()
})

/** The outputs for the whole drawing; before, they are those of a part of it. */
async function settledOutputs(): Promise<(number | null)[]> {
  await page.locator('table[aria-label="Outputs of the network"][aria-busy=false]').waitFor()
  return outputs()
}

beforeEach(async () => {
  await page.keyboard.press('Escape')
  await expect.poll(answer).toBe('?')
})

checkAndClose(() => ({ workbench, trained }))

type Place = readonly [x: number, y: number]

/** Draws a stroke with the mouse; places are shares of the pad's side. */
async function draw(places: readonly Place[]): Promise<void> {
  const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  const [first, ...rest] = places.map(([x, y]): Place => [box.x + x * box.width, box.y + y * box.height])
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const place of rest) await page.mouse.move(...place, { steps: 2 })
  await page.mouse.up()
}

const circle = Array.from({ length: 17 }, (_, k): Place => {
  const angle = (k / 16) * 2 * Math.PI - Math.PI / 2
  return [0.5 + 0.2 * Math.cos(angle), 0.5 + 0.32 * Math.sin(angle)]
})
const bar: Place[] = [
  [0.5, 0.15],
  [0.5, 0.85],
]
const seven: Place[] = [
  [0.25, 0.2],
  [0.75, 0.2],
  [0.45, 0.85],
]

const answer = (): Promise<string | null> => page.locator('output').textContent()
/** The output of each digit, as written beside its bar; null before there is an answer. */
const outputs = (): Promise<(number | null)[]> =>
  page
    .getByRole('table', { name: 'Outputs of the network' })
    .locator('.outputs-value')
    .evaluateAll((cells) =>
      cells.map((cell) => {
        const text = cell.textContent.trim()
        return text === '' ? null : Number(text.replace('<', ''))
      }),
    )

describe('drawn digits', () => {
  it('an empty pad asks for a drawing instead of guessing', async () => {
    await page.getByText('Draw a digit on the pad.').waitFor()
    expect(await answer()).toBe('?')
    expect(await outputs()).toEqual(Array(10).fill(null))
  })

  it('the current run answers, with its best epoch', async () => {
    expect(await page.getByLabel('Current run').textContent()).toContain('reader')
    expect(await page.getByRole('spinbutton', { name: 'Epoch' }).inputValue()).toBe(
      String(trained.runs[1]!.best!.epoch),
    )
  })

  it.each([
    ['0', circle],
    ['1', bar],
    ['7', seven],
  ])('a drawn %s is read', async (digit, places) => {
    await draw(places)
    await expect.poll(answer).toBe(digit)
    await page.getByText(`The network reads a ${digit}.`).waitFor()
    const values = (await settledOutputs()).map(Number)
    expect(values.indexOf(Math.max(...values))).toBe(Number(digit))
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 1)
  })

  it('the answer follows the pen before it is lifted', async () => {
    const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.15 * box.height)
    await page.mouse.down()
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.85 * box.height, { steps: 6 })
    await expect.poll(answer).toBe('1')
    await page.mouse.up()
  })

  it('says whether the answer is sure, and that a scribble is no digit', async () => {
    const worth = page.getByRole('group', { name: 'What the answer is worth' })
    expect(await worth.textContent()).toBe('')
    await draw(circle)
    await expect.poll(() => worth.textContent()).toMatch(/^(Sure|Not sure).* of these are read right\.$/)
    await page.keyboard.press('Escape')
    for (const row of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      await draw([
        [0.1, row],
        [0.9, row],
      ])
    }
    await expect.poll(() => worth.textContent()).toMatch(/^No digit.* unlike all of 6,000 training images/)
  })

  it('a finger draws as the mouse does', async () => {
    const pad = page.getByLabel(/^Drawing pad/)
    const box = (await pad.boundingBox())!
    const fire = (type: string, y: number): Promise<void> =>
      pad.dispatchEvent(type, {
        pointerId: 7,
        pointerType: 'touch',
        isPrimary: true,
        button: type === 'pointermove' ? -1 : 0,
        clientX: box.x + 0.5 * box.width,
        clientY: box.y + y * box.height,
      })
    // A pointer that only a script knows cannot be captured; a real one can.
    await pad.evaluate((element) => (element.setPointerCapture = () => undefined))
    await fire('pointerdown', 0.15)
    for (const y of [0.3, 0.5, 0.7, 0.85]) await fire('pointermove', y)
    await fire('pointerup', 0.85)
    await expect.poll(answer).toBe('1')
  })

  it('strokes are taken back one by one, and a cleared drawing comes back', async () => {
    await draw(circle)
    const whole = await settledOutputs()
    await draw(bar)
    await expect.poll(outputs).not.toEqual(whole)
    await page.keyboard.press('Control+z')
    await expect.poll(outputs).toEqual(whole)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(answer).toBe('?')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(outputs).toEqual(whole)
    await page.keyboard.press('Control+z')
    await expect.poll(answer).toBe('?')
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(outputs).toEqual(whole)
  })

  it('the drawing is still there after a look at another place', async () => {
    await draw(seven)
    const before = await settledOutputs()
    await page.getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('link', { name: 'Digits' }).click()
    await expect.poll(outputs).toEqual(before)
  })

  it('another epoch gives its own answer', async () => {
    await draw(seven)
    await page.getByRole('button', { name: 'Last' }).click()
    await expect.poll(answer).toBe('7')
    const last = await settledOutputs()
    await page.getByRole('spinbutton', { name: 'Epoch' }).fill('0')
    await page.keyboard.press('Enter')
    await expect.poll(outputs).not.toEqual(last)
    await page.getByRole('button', { name: 'Best' }).click()
  })

  it('a random test image is answered and compared with its label', async () => {
    await page.getByRole('button', { name: 'Test image' }).click()
    // The first image waits for the whole data set to be read.
    await page.getByText(/Test image [\d,]+ of Pen digits/).waitFor()
    await page.getByText(/Right|Wrong: the label says \d/).waitFor()
    expect(await page.getByLabel(/^The label says \d$/).count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(answer).toBe('?')
  })

  it('a network for other images says so', async () => {
    const path = join(trained.home, 'small.json')
    await writeFile(
      path,
      JSON.stringify({
        sizes: [4, 10],
        weights: [Array.from({ length: 10 }, () => [0, 0, 0, 0])],
        biases: [Array.from({ length: 10 }, () => [0])],
        cost: 'QuadraticCost',
      }),
    )
    await page.getByRole('link', { name: 'Runs' }).click()
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), path)
    await page.getByRole('link', { name: 'Digits' }).click()
    await draw(seven)
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /small/ }).click()
    await page.getByText(/small has 4 inputs, but the image has 28 × 28 = 784 pixels/).waitFor()
    expect(await answer()).toBe('?')
    await page.getByLabel('Current run').click()
    await page.getByRole('option', { name: /reader/ }).click()
    await expect.poll(answer).toBe('7')
  })
})
