import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, openHome, type TrainedHome, trainSweep } from './trained-home.ts'

/** Trained in a moment. */
const SHORT: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 500, validationSize: 200, testSize: 200 },
  epochs: 2,
}

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const dialog = () => page.getByRole('dialog', { name: 'Sweep' })
const rows = () => page.getByRole('region', { name: 'Runs of the sweep' }).locator('tbody tr')

/** Opens the dialog from the form of a recipe. */
async function openDialog(recipe: Recipe = SHORT): Promise<void> {
  const draft = JSON.stringify(recipe)
  await page.evaluate((stored) => {
    localStorage.clear()
    localStorage.setItem('backprop.recipeDraft', stored)
    location.hash = '#/train'
  }, draft)
  await page.reload()
  await page.getByRole('button', { name: 'Sweep…', exact: true }).click()
  await dialog().waitFor()
}

beforeAll(async () => {
  trained = await makeTrainedHome({})
  const backend = openHome(trained.home)
  try {
    await trainSweep(backend, 'Rates', SHORT, ['optimizer.learningRate=log:0.1:100:3', 'seed=1,2'])
  } finally {
    await backend.close()
  }
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
}, 120_000)

// What a test chose, sorted or scrolled in the window is gone before the next one.
beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/sweeps'
  })
  await page.reload()
  await page.getByRole('button', { name: /^Rates 6\/6/ }).click()
  await expect.poll(() => rows().count()).toBe(6)
})

checkAndClose(() => ({ workbench, trained }))

describe('a sweep', () => {
  it('is chosen with its cost in sight, runs, and shows which values do best', async () => {
    await openDialog()
    const first = dialog().getByRole('listitem', { name: 'Learning rate' })
    await first.getByLabel('Number of values', { exact: true }).fill('3')
    await first.getByLabel('Number of values', { exact: true }).press('Tab')
    await dialog().getByRole('button', { name: 'Vary another field' }).click()
    await dialog().getByRole('listitem', { name: 'Seed' }).getByLabel('Values', { exact: true }).fill('1, 2')
    await dialog()
      .getByText(/6 runs, 12 epochs together, .*(s|min)\.\s*$/)
      .waitFor()
    await dialog().getByLabel('Name').fill('Own rates')
    await dialog().getByRole('button', { name: 'Start 6 runs' }).click()

    await page.getByText(/^Completed · 6 of 6 runs done/).waitFor()
    expect(await page.getByLabel('Name of the sweep').inputValue()).toBe('Own rates')
    await expect.poll(() => rows().count()).toBe(6)
    await page.getByRole('group', { name: /: 6 of 6 runs$/ }).waitFor()
    await page
      .getByRole('img', { name: 'Best validation accuracy against Learning rate: 6 of 6 runs' })
      .waitFor()

    // The best comes first, and is the one that the head names.
    const best = /run (\d)/.exec((await page.getByRole('button', { name: /^best / }).textContent())!)![1]
    expect((await rows().first().locator('td').first().innerText()).trim()).toBe(best)

    // In a low window all but the best and the main steps are folded.
    const verdict = page.getByRole('region', { name: 'What the sweep says' })
    await verdict.getByRole('button', { name: /^\d+ more$/ }).click()
    await verdict.getByRole('button', { name: 'Continue…' }).click()
    const question = page.getByRole('dialog', { name: new RegExp(`^Continue from Own rates #${best}:`) })
    await question.getByText('‘Continue’ trains 2 more epochs with the same recipe.').waitFor()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await verdict.getByRole('button', { name: 'Less' }).click()
  })

  it.each([
    { width: 640, height: 480, axis: 170, plot: 232 },
    { width: 1280, height: 800, axis: 222, plot: 246 },
    { width: 1366, height: 768, axis: 170, plot: 232 },
    { width: 1440, height: 900, axis: 280, plot: 260 },
    { width: 1920, height: 1080, axis: 500, plot: 260 },
    { width: 3840, height: 2160, axis: 500, plot: 260 },
  ])('keeps its charts high below its verdict at $width × $height', async ({ width, height, axis, plot }) => {
    await page.setViewportSize({ width, height })
    await page.waitForFunction((wanted) => innerHeight === wanted, height)
    await page.getByRole('region', { name: 'What the sweep says' }).waitFor()
    const parallel = page.locator('.parallel .axis').first()
    const scatter = page.getByRole('img', { name: /^Best validation accuracy against / })
    const heightOf = async (part: typeof scatter) => (await part.boundingBox())!.height
    await expect.poll(() => heightOf(parallel)).toBeGreaterThanOrEqual(axis)
    await expect.poll(() => heightOf(scatter)).toBeGreaterThanOrEqual(plot)
    await page
      .getByRole('group', { name: 'Colours' })
      .getByText(/^worst [\d.]+\s%$/)
      .waitFor()
    for (const name of ['Vertical axis', 'Horizontal axis']) {
      const label = page.getByRole('combobox', { name }).locator('span').first()
      expect(await label.evaluate((text) => text.scrollWidth - text.clientWidth), name).toBeLessThanOrEqual(0)
    }
    if (width >= 1280) {
      // What is pointed at in one is marked in the others, so all are to be seen at once: nothing has to be scrolled to.
      const details = page.locator('.details')
      await expect.poll(() => details.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await expect.poll(() => heightOf(parallel)).toBeLessThan(260)
  })

  it('is filtered by dragging along an axis, or by keys', async () => {
    const axis = page.locator('[data-axis="optimizer.learningRate"]')
    // The verdict above may still grow by a line, and moves the axes.
    let before = ''
    await expect
      .poll(async () => {
        const last = before
        before = JSON.stringify(await axis.boundingBox())
        return before === last
      })
      .toBe(true)
    const box = (await axis.boundingBox())!
    // The lower third: of 0.1, 3.162 and 100 the first.
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2, box.y + 0.7 * box.height, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => rows().count()).toBe(2)
    await page.getByText('2 of 6 runs', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Learning rate: 0.1. Take the part away' }).click()
    await expect.poll(() => rows().count()).toBe(6)

    const seed = page.getByRole('slider', { name: 'Range of Seed' })
    await seed.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => rows().count()).toBe(3)
    await page.keyboard.press('Delete')
    await expect.poll(() => rows().count()).toBe(6)
  })

  it('shows the scatter beside the table, whole, with the row of a dot in sight', async () => {
    const table = page.getByRole('region', { name: 'Runs of the sweep' })
    const scatter = page.getByRole('img', { name: / against / })
    await rows().last().scrollIntoViewIfNeeded()
    await scatter.scrollIntoViewIfNeeded()
    const [right, left] = [(await table.boundingBox())!, (await scatter.boundingBox())!]
    expect(left.x + left.width).toBeLessThanOrEqual(right.x)
    expect(Math.abs(right.y + right.height - left.y - left.height)).toBeLessThan(40)
    expect(left.width).toBeGreaterThan(280)
    // The last row in a table that is too low for all: its dot brings it back.
    await table.evaluate((box) => {
      Object.assign(box.style, { height: '100px', minHeight: '0' })
      box.scrollTop = 0
    })
    const isInSight = (): Promise<boolean> =>
      table.evaluate((box) => {
        const row = box.querySelector('tr.is-hovered')?.getBoundingClientRect()
        const { bottom } = box.getBoundingClientRect()
        const head = box.querySelector('thead')!.getBoundingClientRect()
        return row !== undefined && row.top >= head.bottom - 1 && row.bottom <= bottom + 1
      })
    // Over the whole plot, until a dot is met whose row lies below the others.
    let hasScrolled = false
    for (let y = left.height - 40; y > 10 && !hasScrolled; y -= 8) {
      for (let x = 50; x < left.width && !hasScrolled; x += 10) {
        await page.mouse.move(left.x + x, left.y + y)
        if ((await table.locator('tr.is-hovered').count()) === 0) continue
        await expect.poll(isInSight).toBe(true)
        hasScrolled = await table.evaluate((box) => box.scrollTop > 0)
      }
    }
    expect(hasScrolled).toBe(true)
    await page.mouse.move(5, 5)
    await table.evaluate((box) => box.removeAttribute('style'))
  })

  it('leads to its runs', async () => {
    await page.getByRole('combobox', { name: 'Horizontal axis' }).click()
    await page.getByRole('option', { name: 'Seed' }).click()
    await page.getByRole('img', { name: 'Best validation accuracy against Seed: 6 of 6 runs' }).waitFor()
    const file = await workbench.saveFile(async () => {
      await page.getByRole('button', { name: 'Save the chart' }).click()
      await page.getByRole('menuitem', { name: 'Numbers (CSV)…' }).click()
    })
    expect(file.name).toBe('best-validation-accuracy-against-seed.csv')
    const [head, ...dots] = file.text.trim().split('\r\n')
    const columns = head!.split(',')
    expect(columns.slice(0, 3)).toEqual(['run', 'name', 'status'])
    expect(columns).toContain('accuracy')
    // Counted from the end, for a name may have commas.
    const seeds = dots.map((dot) => Number(dot.split(',').at(columns.indexOf('seed') - columns.length)))
    expect(seeds.sort()).toEqual([1, 1, 1, 2, 2, 2])
    await rows().first().getByRole('button').click()
    await page.waitForURL(/#\/runs$/)
    const selected = page.getByRole('checkbox', { name: /^Select Rates #/, checked: true })
    await expect.poll(() => selected.count()).toBe(1)
  })

  it('takes choices by their names, and warns of the images of each value that is varied', async () => {
    await openDialog()
    const choose = async (field: string): Promise<void> => {
      await dialog().getByRole('combobox', { name: 'Field' }).first().click()
      await page.getByRole('option', { name: field, exact: true }).click()
    }
    const values = dialog().getByLabel('Values', { exact: true }).first()
    await choose('First weights')
    expect(await values.inputValue()).toMatch(/^Standard normal, Scaled normal, .*He normal/)
    await values.fill('he-normal, Glorot Uniform')
    await dialog().getByRole('button', { name: 'Start 2 runs' }).waitFor()
    await values.fill('He normal, Hey')
    await dialog()
      .getByText(/^First weights: expected Standard normal, .* or Constant, got 'Hey'$/)
      .waitFor()
    const images = dialog().getByRole('status', { name: 'About the images of these runs' })
    expect(await images.count()).toBe(0)

    await choose('Training images')
    await dialog().getByRole('combobox', { name: 'Kind of values' }).click()
    await page.getByRole('option', { name: 'Values', exact: true }).click()
    await values.fill('10, 500')
    await images
      .getByText(/^Training images 10: /)
      .first()
      .waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  it('names invalid combinations, and is paused, resumed and stopped', async () => {
    // Epochs long enough that the window is not busy with their events.
    await openDialog({ ...SHORT, data: { ...SHORT.data, trainSize: 20_000 }, epochs: 5000 })
    await dialog().getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Loss', exact: true }).click()
    await dialog()
      .getByText(/no valid recipe and\s+left out/)
      .waitFor()
    await dialog()
      .getByRole('button', { name: /^Start \d runs?$/ })
      .click()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByText(/^Paused · 0 of/).waitFor()
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await page.getByText(/^Running · 0 of/).waitFor()
    await page.getByRole('button', { name: 'Stop all' }).click()
    await page
      .getByText(/^Stopped · /)
      .last()
      .waitFor()
    // The finished sweep is still listed.
    await page.getByRole('button', { name: /^Rates 6\/6/ }).click()
    await expect.poll(() => rows().count()).toBe(6)

    await page.getByRole('button', { name: 'More for the sweep' }).click()
    await page.getByRole('menuitem', { name: 'Sweep again with changes…' }).click()
    await dialog().getByRole('button', { name: 'Start 6 runs' }).waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    // The recipe of that sweep took the place of the one in the form.
    const epochs = page.locator('[data-field="epochs"] input')
    expect(await epochs.inputValue()).toBe('2')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await epochs.inputValue()).toBe('5000')
  })
})
