import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { boxOf, go, showRun } from './train-page.ts'
import { makeTrainedHome, smallRecipe, type TrainedHome } from './trained-home.ts'

const SIZES = [
  { width: 640, height: 480 },
  { width: 1024, height: 640 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
]
const LONG_NAME = `A name of 120 characters ${'that somebody gave a run '.repeat(4)}`.slice(0, 120).trim()

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const small = smallRecipe(12)

beforeAll(async () => {
  trained = await makeTrainedHome({ single: smallRecipe(1), short: small, [LONG_NAME]: small })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

/** Whether what a person sees at an element's middle is that element, or a part of it, without any scrolling. */
const isInSight = (element: Locator): Promise<boolean> =>
  element.evaluate((node) => {
    const { x, y, width, height } = node.getBoundingClientRect()
    const hit = document.elementFromPoint(x + width / 2, y + height / 2)
    return width > 0 && x >= 0 && x + width <= innerWidth && hit !== null && node.contains(hit)
  })

/** A window that got another size is laid out anew after a moment. */
const expectInSight = (element: Locator, name?: string): Promise<void> =>
  expect.poll(() => isInSight(element), { message: name ?? String(element) }).toBe(true)

const hasSidewaysScroll = (): Promise<boolean> =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth > innerWidth ||
      [...document.querySelectorAll('main *')].some(
        (node) =>
          node.scrollWidth > node.clientWidth + 1 &&
          ['auto', 'scroll'].includes(getComputedStyle(node).overflowX) &&
          node.clientWidth > 0,
      ),
  )

describe.each(SIZES)('at $width × $height', ({ width, height }) => {
  test('the next steps after a training are in sight and lead on', async () => {
    await page.setViewportSize({ width, height })
    await go(page, 'Train')
    const steps = page.getByRole('group', { name: 'Next steps' })
    await steps.waitFor()
    for (const name of ['Draw a digit', 'Inspect', 'Compare', 'Export…', 'Continue…']) {
      await expectInSight(steps.getByRole('button', { name }), name)
    }
    await steps.getByRole('button', { name: 'Draw a digit' }).click()
    await page.getByRole('heading', { name: 'Digits', level: 1 }).waitFor()
    expect(await page.getByLabel('Current run').textContent()).toContain(LONG_NAME)
  })

  test('charts and log lie below each other, and nothing scrolls sideways', async () => {
    await page.setViewportSize({ width, height })
    await go(page, 'Train')
    const loss = page.getByRole('figure', { name: 'Loss' })
    await loss.waitFor()
    const places = [
      await boxOf(page.getByRole('group', { name: 'Next steps' })),
      await boxOf(loss),
      await boxOf(page.getByRole('figure', { name: 'Accuracy' })),
      await boxOf(page.getByRole('region', { name: 'Log' })),
    ]
    places.reduce((above, below) => {
      expect(below.top).toBeGreaterThanOrEqual(above.bottom)
      return below
    })
    await expect.poll(hasSidewaysScroll).toBe(false)
    const log = page.getByLabel('Lines of the log')
    await log.scrollIntoViewIfNeeded()
    await expectInSight(log)
  })

  test('the pad stands free of the rail, and pad and answers are reached', async () => {
    await page.setViewportSize({ width, height })
    await go(page, 'Digits')
    const pad = page.getByLabel(/^Drawing pad/)
    await pad.waitFor()
    await expectInSight(pad)
    const rail = (await page.getByRole('navigation').first().boundingBox())!
    expect((await pad.boundingBox())!.x).toBeGreaterThanOrEqual(rail.x + rail.width)
    await expect.poll(hasSidewaysScroll).toBe(false)
    await page.getByRole('rowheader', { name: '9' }).scrollIntoViewIfNeeded()
    await expectInSight(page.getByRole('rowheader', { name: '9' }))
  })
})

test('the main settings are in reach without scrolling at 1280 × 800, with three hidden layers too', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
  const add = page.getByRole('button', { name: 'Add a hidden layer' })
  await add.click()
  await add.click()
  for (const path of ['optimizer.learningRate', 'batchSize', 'epochs', 'layers.0.units', 'layers.2.units']) {
    await expectInSight(page.locator(`[data-field="${path}"]`), path)
  }
  for (const name of ['Add a hidden layer', 'Remove Hidden 3', 'What if…', 'Sweep…', 'Train']) {
    await expectInSight(page.getByRole('button', { name, exact: true }), name)
  }
  await page.getByRole('button', { name: 'Remove Hidden 3' }).click()
  await page.getByRole('button', { name: 'Remove Hidden 2' }).click()
})

test.each(SIZES)('keys go through a result as it is read, at $width × $height', async ({ width, height }) => {
  await page.setViewportSize({ width, height })
  await go(page, 'Train')
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  for (const run of ['single', 'short']) {
    await showRun(page, run)
    const outcome = page.locator('.outcome')
    await outcome.waitFor()
    const boxes = await outcome
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect))
    boxes.reduce((before, next) => {
      // Down a column or a line, or on to the right: never back up to the left.
      expect(next.top >= before.bottom - 1 || next.left >= before.right - 1, run).toBe(true)
      return next
    })
  }
  await showRun(page, latest)
})

test('the facts of a run name the epoch that did best, and say where it is the last', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  await showRun(page, 'single')
  const facts = page.getByRole('region', { name: 'Run', exact: true })
  await facts
    .getByRole('heading', { name: 'Best validation accuracy epoch 0, the last', exact: true })
    .waitFor()
  expect(await facts.getByRole('heading', { name: /^Last epoch/ }).count()).toBe(0)
  await showRun(page, latest)
})

test('five digits fit the field of a layer’s units', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
  const units = page
    .locator('input[data-field="layers.0.units"], [data-field="layers.0.units"] input')
    .first()
  await units.fill('10000')
  expect(await units.evaluate((input) => input.scrollWidth - input.clientWidth)).toBe(0)
  await page.keyboard.press('Escape')
  await units.fill('30')
})

test('in a narrow window a training started from the form shows its charts, with its controls in sight', async () => {
  await page.setViewportSize({ width: 640, height: 480 })
  await go(page, 'Train')
  await page
    .getByRole('group', { name: 'Columns' })
    .getByRole('button', { name: 'Recipe', exact: true })
    .click()
  await page.locator('[data-field="epochs"] input').fill('100000')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('figure', { name: 'Loss' }).waitFor()
  for (const name of ['Pause', 'Step epoch', 'Stop']) {
    await expectInSight(page.getByRole('button', { name, exact: true }), name)
  }
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByRole('group', { name: 'Next steps' }).waitFor()
})

test('a name is stopped at its limit, with a counter before it', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Runs')
  await page.getByText('short', { exact: true }).first().dblclick()
  const input = page.getByLabel('Name of the run')
  await input.fill('')
  await input.pressSequentially('x'.repeat(101))
  await page.getByText('101 / 120', { exact: true }).waitFor()
  await input.pressSequentially('y'.repeat(30))
  await page.getByText('120 / 120', { exact: true }).waitFor()
  expect(await input.inputValue()).toBe('x'.repeat(101) + 'y'.repeat(19))
  await page.keyboard.press('Escape')
})
