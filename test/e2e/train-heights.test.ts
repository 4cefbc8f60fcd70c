import { beforeAll, describe, expect, test } from 'vitest'
import type { Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { boxOf, field, go, plotHeight, showRun } from './train-page.ts'
import { makeTrainedHome, openHome, smallRecipe, type TrainedHome, trainSweep } from './trained-home.ts'

const small = smallRecipe(12)
/** As long as a name may be. */
const LONG_NAME = `A name of 120 characters ${'that somebody gave a run '.repeat(4)}`.slice(0, 120).trim()
/** A run for each kind of result: without an earlier one, with one, bad, ended by a rule, without parts. */
const recipes = {
  single: smallRecipe(1),
  short: small,
  [LONG_NAME]: small,
  entropy: { ...small, loss: 'binary-cross-entropy' },
  guess: { ...smallRecipe(2), optimizer: { name: 'sgd', learningRate: 1e-7 } },
  target: { ...small, stopping: { ...small.stopping, targetAccuracy: 0.3 }, seed: 2 },
  untested: { ...small, data: { ...small.data, testSize: 0 }, seed: 3 },
  unvalidated: { ...small, data: { ...small.data, validationSize: 0 }, seed: 4 },
} satisfies Record<string, Recipe>

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeTrainedHome(recipes)
  const backend = openHome(trained.home)
  try {
    await trainSweep(backend, 'Rates', smallRecipe(3), ['optimizer.learningRate=0.1,10'])
  } finally {
    await backend.close()
  }
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

/** Pixels of the log that are seen without scrolling. */
async function seenLog(): Promise<number> {
  const fold = await boxOf(page.locator('.train-run'))
  const log = await boxOf(page.getByRole('region', { name: 'Log' }))
  return Math.min(log.bottom, fold.bottom) - log.top
}

describe.each([
  { width: 1280, height: 800, plot: 165, log: 145 },
  { width: 1920, height: 1080, plot: 315, log: 150 },
])('at $width × $height both charts are high and the log is in sight', ({ width, height, plot, log }) => {
  const expectRoom = async (): Promise<void> => {
    for (const name of ['Loss', 'Accuracy']) {
      await expect.poll(() => plotHeight(page, name), { message: name }).toBeGreaterThanOrEqual(plot)
    }
    await expect.poll(seenLog, { message: 'log' }).toBeGreaterThanOrEqual(log)
  }

  test.each([...Object.keys(recipes), 'Rates'])('below the result of %s', async (name) => {
    await page.setViewportSize({ width, height })
    await go(page, 'Train')
    await showRun(page, name)
    const box = page.getByRole('checkbox', { name: 'with test' })
    if ((await box.count()) > 0) await box.check()
    await page.locator('.outcome').waitFor()
    // What the change from an earlier run did is measured first.
    if (name === 'entropy') await page.getByRole('group', { name: 'What the change did' }).waitFor()
    await expectRoom()
  })

  test('below a training, while it runs, while it is paused, and once it is stopped', async () => {
    await page.setViewportSize({ width, height })
    await go(page, 'Train')
    await field(page, 'epochs').fill('100000')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.getByText(/^\([1-9]\d* of 100000 done\)$/).waitFor()
    await expectRoom()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'Resume', exact: true }).waitFor()
    await field(page, 'epochs').fill('900')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Go on with these' }).waitFor()
    await expectRoom()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await page.locator('.outcome').waitFor()
    await expectRoom()
  })
})

test('once a training ends its log is at its end, and its charts are still high', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
  const log = page.getByLabel('Lines of the log')
  await field(page, 'data.trainSize').fill('2000')
  await field(page, 'epochs').fill('30')
  const current = page.getByLabel('Current run')
  const before = await current.textContent()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect.poll(() => current.textContent()).not.toBe(before)
  await log.getByText(/Epoch 29:/).waitFor()
  await page.getByRole('group', { name: 'Next steps' }).waitFor()
  await expect
    .poll(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight))
    .toBeLessThan(8)
  for (const name of ['Loss', 'Accuracy']) {
    expect(await plotHeight(page, name), name).toBeGreaterThanOrEqual(165)
  }
})

test('at 1280 × 800 a result leaves both charts whole and the log begun, and unfolds at a click', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
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
  await go(page, 'Train')
  const outcome = page.locator('.outcome')
  await outcome.waitFor()
  const charts = page.locator('.train-charts')
  await expect.poll(async () => (await charts.boundingBox())!.height).toBeGreaterThanOrEqual(740)
  const latest = (await page.getByLabel('Current run').textContent())!.trim()
  // The first run has no earlier one, the second says what the change from it did.
  for (const run of ['single', 'short', latest]) {
    await showRun(page, run)
    for (const name of ['Loss', 'Accuracy']) {
      await expect
        .poll(() => plotHeight(page, name), { message: `${name} of ${run}` })
        .toBeGreaterThanOrEqual(315)
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

test('what a chart reads out stands beside its cursor, wherever that is, with a row for each part', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await go(page, 'Train')
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
