import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
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
}, 120_000)

checkAndClose(() => ({ workbench, trained }))

const go = (place: string) => page.getByRole('link', { name: place, exact: true }).click()

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

/** Height of a chart between its axes: its cursor's line reaches from one end of the axis of values to the other. */
async function plotHeight(chart: string): Promise<number> {
  const plot = page.getByRole('figure', { name: chart }).getByRole('img')
  await plot.focus()
  await page.keyboard.press('Home')
  const { height } = (await plot.locator('.overlay-line').boundingBox())!
  await page.keyboard.press('Escape')
  return height
}

async function showRun(name: string): Promise<void> {
  await page.getByLabel('Current run').click()
  await page.getByPlaceholder('Find a run').fill(name)
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await expect.poll(() => page.getByLabel('Current run').textContent()).toContain(name)
}

async function boxOf(element: Locator): Promise<{ top: number; bottom: number }> {
  const box = (await element.boundingBox())!
  return { top: box.y, bottom: box.y + box.height }
}

describe.each(SIZES)('at $width × $height', ({ width, height }) => {
  test('the next steps after a training are in sight and lead on', async () => {
    await page.setViewportSize({ width, height })
    await go('Train')
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
    await go('Train')
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
    await page.getByText('Epoch 11:').scrollIntoViewIfNeeded()
    await expectInSight(page.getByLabel('Lines of the log'))
  })

  test('the pad stands free of the rail, and pad and answers are reached', async () => {
    await page.setViewportSize({ width, height })
    await go('Digits')
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
  await go('Train')
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

test('once a training ends its log is at its end, and its charts are still high', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go('Train')
  const log = page.getByLabel('Lines of the log')
  await page.locator('[data-field="epochs"] input').fill('30')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
  await log.getByText(/Epoch 29:/).waitFor()
  await page.getByRole('group', { name: 'Next steps' }).waitFor()
  await expect
    .poll(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight))
    .toBeLessThan(8)
  for (const name of ['Loss', 'Accuracy']) {
    expect(await plotHeight(name), name).toBeGreaterThanOrEqual(164)
  }
})

test('at 1280 × 800 a result leaves both charts whole and the log begun, and unfolds at a click', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go('Train')
  const outcome = page.locator('.outcome')
  await outcome.waitFor()
  const more = page.getByRole('button', { name: 'More about the result' })
  await more.waitFor()
  const fold = (await page.getByRole('main').boundingBox())!
  const bottom = fold.y + fold.height
  expect((await boxOf(page.getByRole('figure', { name: 'Accuracy' }))).bottom).toBeLessThanOrEqual(bottom)
  expect((await boxOf(page.getByRole('region', { name: 'Log' }))).top).toBeLessThan(bottom)
  const folded = (await outcome.boundingBox())!.height
  await more.click()
  await expect.poll(async () => (await outcome.boundingBox())!.height).toBeGreaterThan(folded)
  // Also where the columns of the place were set up anew meanwhile.
  const less = page.getByRole('button', { name: 'Less about the result' })
  for (const width of [640, 1024, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await less.waitFor()
  }
  await less.click()
  await expect.poll(async () => (await outcome.boundingBox())!.height).toBe(folded)
})

test('at 1920 × 1080 a result leaves both charts high, and no sentence of it is cut', async () => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await go('Train')
  const outcome = page.locator('.outcome')
  await outcome.waitFor()
  const charts = page.locator('.train-charts')
  await expect.poll(async () => (await charts.boundingBox())!.height).toBeGreaterThanOrEqual(740)
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  // The first run has no earlier one, the second says what the change from it did.
  for (const run of ['single', 'short', latest]) {
    await showRun(run)
    for (const name of ['Loss', 'Accuracy']) {
      await expect.poll(() => plotHeight(name), { message: `${name} of ${run}` }).toBeGreaterThanOrEqual(314)
    }
  }
  for (const [width, height] of [
    [1920, 1080],
    [1280, 800],
    [1024, 640],
  ] as const) {
    await page.setViewportSize({ width, height })
    const cut = outcome
      .locator('.outcome-diagnosis p')
      .evaluateAll((texts) => texts.filter((text) => text.scrollHeight > text.clientHeight + 1).length)
    expect(await cut, `${width} × ${height}`).toBe(0)
  }
})

test.each(SIZES)('keys go through a result as it is read, at $width × $height', async ({ width, height }) => {
  await page.setViewportSize({ width, height })
  await go('Train')
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  for (const run of ['single', 'short']) {
    await showRun(run)
    const outcome = page.locator('.outcome')
    await outcome.getByRole('button', { name: 'Continue…' }).waitFor()
    const boxes = await outcome
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect))
    boxes.reduce((before, next) => {
      // Down a column or a line, or on to the right: never back up to the left.
      expect(next.top >= before.bottom - 1 || next.left >= before.right - 1, run).toBe(true)
      return next
    })
  }
  await showRun(latest)
})

test('the facts of a run name the epoch that did best, and say where it is the last', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go('Train')
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  await showRun('single')
  const facts = page.getByRole('region', { name: 'Run', exact: true })
  await facts
    .getByRole('heading', { name: 'Best validation accuracy epoch 0, the last', exact: true })
    .waitFor()
  expect(await facts.getByRole('heading', { name: /^Last epoch/ }).count()).toBe(0)
  await showRun(latest)
})

test('what a chart reads out stands beside its cursor, wherever that is, with a row for each part', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go('Train')
  const readOut = page.locator('.read-out')
  for (const name of ['Loss', 'Accuracy']) {
    const plot = page.getByRole('figure', { name }).getByRole('img')
    await plot.focus()
    await page.keyboard.press('Home')
    for (let epoch = 0; epoch < 12; epoch++) {
      const box = (await readOut.boundingBox())!
      const line = (await plot.locator('.overlay-line').boundingBox())!
      expect(box.x >= line.x + 8 || box.x + box.width <= line.x - 8, `${name}, epoch ${epoch}`).toBe(true)
      await page.keyboard.press('ArrowRight')
    }
    expect(await readOut.innerText()).toMatch(/training\s.*\svalidation\s/s)
    await page.keyboard.press('Escape')
  }
})

test('five digits fit the field of a layer’s units', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go('Train')
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
  await go('Train')
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
  await go('Runs')
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
