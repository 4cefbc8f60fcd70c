import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { writeInStyle } from '#core/data/pen-digits/hand.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { Random } from '#core/random/random.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { SLOWNESS } from '../slowness.ts'
import { checkAndClose } from './check-and-close.ts'
import { type RunningWorkbench, startWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

/** How long a training may take on a busy machine, in milliseconds. */
const TRAINING_MS = 120_000 * SLOWNESS

/** A style that the first edition of pen digits does not have. */
const STYLE = SECOND_EDITION.stylesByDigit.flat().find(({ name }) => name === 'wide foot')!

beforeAll(async () => {
  const parts = { trainSize: 10_000, validationSize: 500, testSize: 500 }
  const data = { ...LECTURE_RECIPE.data, ...parts, dataSet: 'pen-digits' }
  trained = await makeTrainedHome({ Reader: { ...LECTURE_RECIPE, data, epochs: 6 } })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

/** Draws a 1 with a wide foot with the mouse, as large as the pad takes it. */
async function drawOne(index: number): Promise<void> {
  const { strokes } = writeInStyle(STYLE, new Random(7, 'own', index), SECOND_EDITION.spread)
  const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  const points = strokes.flat()
  const least = (values: number[]): number => Math.min(...values)
  const [left, top] = [least(points.map(({ x }) => x)), least(points.map(({ y }) => y))]
  const extent = Math.max(...points.map(({ x, y }) => Math.max(x - left, y - top)))
  for (const stroke of strokes) {
    const places = stroke
      .filter((_, k) => k % 4 === 0 || k === stroke.length - 1)
      .map(({ x, y }) => [
        box.x + (0.15 + (0.7 * (x - left)) / extent) * box.width,
        box.y + (0.15 + (0.7 * (y - top)) / extent) * box.height,
      ])
    await page.mouse.move(places[0]![0]!, places[0]![1]!)
    await page.mouse.down()
    for (const [x, y] of places.slice(1)) await page.mouse.move(x!, y!)
    await page.mouse.up()
  }
}

const digits = () => page.getByRole('list', { name: 'Digits' }).getByRole('button')
const labelled = (label: number) =>
  digits().and(page.getByRole('button', { name: new RegExp(`^A ${label},`) }))

/** The cells of a row of the table that tells how well a hand is read. */
async function readRow(name: RegExp): Promise<string[]> {
  const row = page.getByRole('row', { name })
  await row.waitFor()
  return row.getByRole('cell').allInnerTexts()
}
const shareOf = (cell: string | undefined): number => Number.parseFloat(cell!)

it('draws, keeps, names anew, deletes and brings back, and teaches a network', async () => {
  await page.getByRole('link', { name: 'Data' }).click()
  await page.getByRole('button', { name: /^My digits/ }).click()
  await page.getByText('No digits of yours yet').waitFor()
  await page.getByRole('link', { name: 'Draw digits' }).click()
  await page.getByLabel(/^Drawing pad/).waitFor()
  expect(await page.getByRole('button', { name: 'That was a 1: keep it' }).isDisabled()).toBe(true)

  await page.getByLabel('Who wrote it').fill('Ada')
  for (let k = 0; k < 20; k++) {
    await drawOne(k)
    // One is named wrong, which is mended below.
    const label = k === 4 ? 7 : 1
    await page.getByRole('button', { name: `That was a ${label}: keep it` }).click()
    await page.getByText('Draw a digit here').waitFor()
  }
  await page.getByText('Kept as 1').waitFor()
  // Kept by mistake, and taken back.
  await drawOne(99)
  await page.getByRole('button', { name: 'That was a 3: keep it' }).click()
  await page.getByText('Kept as 3').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()

  await page.getByRole('link', { name: 'Data' }).click()
  await page.getByRole('button', { name: /^My digits/ }).click()
  await expect.poll(() => digits().count()).toBe(20)
  expect(await labelled(7).getAttribute('aria-label')).toBe('A 7, written by Ada, to learn from')
  await labelled(7).click()
  await page.getByRole('button', { name: 'Name them 1' }).click()
  await page.getByText('Named 1 digit 1').waitFor()
  await expect.poll(() => labelled(1).count()).toBe(20)

  await page.getByRole('button', { name: 'Choose all' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('No digits of yours yet').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect.poll(() => digits().count()).toBe(20)

  // The one that was named wrong is to learn from as well; nine and eleven are made ten and ten.
  const learned = page.getByRole('button', { name: /^To learn from, / })
  expect(await learned.innerText()).toMatch(/, 1[01]$/)
  const before = await readRow(/^Reader/)
  expect(before[0]).toMatch(/^\d+\.\d\d.%\s*of 4,000$/)
  expect(before[2]).toMatch(/^\+\d+\.\d\d points\s*\+\d+\.\d\d to \+\d+\.\d\d$/)
  expect(shareOf(before[1])).toBeLessThan(50)

  await page.getByRole('button', { name: 'Teach it my hand' }).click()
  const after = await readRow(/^After: Reader, my hand/)
  expect(await readRow(/^Before: Reader/)).toEqual(before)
  await expect
    .poll(async () => shareOf((await readRow(/^After: Reader, my hand/))[1]), { timeout: TRAINING_MS })
    .toBeGreaterThan(shareOf(before[1]) + 25)
  expect(after).toHaveLength(3)
  await page.getByRole('button', { name: 'Teach it my hand' }).waitFor({ timeout: TRAINING_MS })
  const taught = await readRow(/^After: Reader, my hand/)
  expect(shareOf(taught[0])).toBeGreaterThan(shareOf(before[0]) - 1)
})

it('brings digits out as drawings, and in again, each once', async () => {
  const saved = await workbench.saveFile(() => page.getByRole('button', { name: 'Export…' }).click())
  expect(saved.name).toBe('my-digits.jsonl')
  const lines = saved.text.trimEnd().split('\n')
  expect(lines).toHaveLength(20)
  expect(JSON.parse(lines[0]!)).toMatchObject({ width: 280, label: 1, writer: 'Ada', part: 'training' })
  await labelled(1).first().click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => digits().count()).toBe(19)
  const file = join(trained.home, saved.name)
  await writeFile(file, saved.text)
  await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), file)
  await page.getByText('19 drawings of it were there already.').waitFor()
  await expect.poll(() => digits().count()).toBe(20)

  const wrong = join(trained.home, 'wrong.jsonl')
  await writeFile(wrong, `${lines[0]!}\n{"width":280,"height":280,"strokes":[]}\n`)
  await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), wrong)
  await page.getByText('wrong.jsonl: line 2: label: expected the digit that it is, got none').waitFor()
})
