import type { Locator } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { checkAndClose } from '../check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from '../support.ts'
import { makeTrainedHome, type TrainedHome } from '../trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  const data = { ...LECTURE_RECIPE.data, trainSize: 100, validationSize: 20, testSize: 20 }
  const lecture = { ...LECTURE_RECIPE, data, epochs: 2 }
  trained = await makeTrainedHome({ lecture, other: { ...lecture, seed: 2 } })
  workbench = await startWorkbench({ home: trained.home, viewport: { width: 640, height: 480 } })
  page = workbench.page
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
})

checkAndClose(() => ({ workbench, trained }))

/** A key that goes down and up before any timer or frame, as when it is tapped. */
async function tap(key: string): Promise<void> {
  await page.evaluate(async (tapped) => {
    const press = (type: string): boolean =>
      document.activeElement!.dispatchEvent(
        new KeyboardEvent(type, { key: tapped, code: tapped, bubbles: true, cancelable: true }),
      )
    const from = document.activeElement
    press('keydown')
    for (let k = 0; k < 20 && document.activeElement === from; k++) await Promise.resolve()
    press('keyup')
  }, key)
}

const focused = (): Locator => page.locator('[role=radio]:focus')
const expectChosen = async (radio: Locator): Promise<void> => {
  await expect.poll(() => radio.evaluate((each) => each === document.activeElement)).toBe(true)
  await expect.poll(() => radio.isChecked()).toBe(true)
}

test.each(['Thin out weights…', 'Export weights…'])(
  'a tapped arrow key moves the focus and the choice: %s',
  async (item) => {
    await page.getByRole('button', { name: 'Actions for lecture' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    const radios = page.getByRole('dialog').getByRole('radio')
    await page.locator('[role=radio][aria-checked=true]').focus()
    const count = await radios.count()
    expect(count).toBeGreaterThan(1)
    const first = await radios.evaluateAll((all) => all.indexOf(document.activeElement as HTMLElement))
    for (let step = 1; step <= count; step++) {
      await tap('ArrowDown')
      await expectChosen(radios.nth((first + step) % count))
    }
    await tap('ArrowUp')
    await expectChosen(radios.nth((first + count - 1) % count))
    // A letter chooses nothing.
    await tap('x')
    expect(await focused().count()).toBe(1)
    await expectChosen(radios.nth((first + count - 1) % count))
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  },
)

test('a run is found and opened in a small window by keys alone', async () => {
  await page.getByRole('row').filter({ hasText: 'other' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('lecture')
  await page.getByText('1 of 2 runs').waitFor()
  await page.keyboard.press('Enter')
  const row = page.getByRole('row').filter({ hasText: 'lecture' })
  await expect.poll(() => row.evaluate((each) => each === document.activeElement)).toBe(true)
  // Back to the field, whose text the next word replaces.
  await page.keyboard.press('/')
  await page.keyboard.type('other')
  await page.getByText('1 of 2 runs').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('row').filter({ hasText: 'other' }).locator(':scope:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
  await page.getByLabel('Current run').filter({ hasText: 'other' }).waitFor()
})
