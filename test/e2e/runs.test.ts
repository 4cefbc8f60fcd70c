import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { formatAccuracy } from '#shared/measures.ts'
import { dragFile } from './drag-file.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    dataSet: 'pen-digits',
    trainSize: 1000,
    validationSize: 200,
    testSize: 200,
  },
  epochs: 3,
}
const recipes = {
  lecture: recipe,
  slow: { ...recipe, optimizer: { name: 'sgd', learningRate: 0.01 }, epochs: 2 },
  wide: {
    ...recipe,
    layers: [{ units: 40, activation: 'sigmoid', batchNorm: false, dropout: 0 }, recipe.layers[1]!],
  },
} satisfies Record<string, Recipe>

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const row = (name: string): Locator =>
  page
    .getByRole('table', { name: 'Runs' })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
const names = (): Promise<string[]> => page.locator('tbody tr .name').allTextContents()

/** Adds a tag in the dialog that is open. */
async function addTag(tag: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('teaching, baseline…').fill(tag)
  await dialog.getByPlaceholder('teaching, baseline…').press('Enter')
  await dialog.getByText(tag, { exact: true }).waitFor()
}

/** Clicks undo in the notice that says this. */
const undo = (title: string): Promise<void> =>
  page
    .locator('.notice')
    .filter({ has: page.getByText(title, { exact: true }) })
    .getByRole('button', { name: 'Undo' })
    .click()

beforeAll(async () => {
  trained = await makeTrainedHome(recipes)
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.getByRole('link', { name: 'Runs' }).click()
  await row('lecture').waitFor()
}, 120_000)

afterEach(async () => {
  expect(workbench.problems).toEqual([])
  await page.getByLabel('Filter runs').fill('')
  await page.keyboard.press('Escape')
})

afterAll(async () => {
  await workbench.close()
  await trained.remove()
})

describe('runs', () => {
  it('stand in a table, newest first, and sort by what was measured', async () => {
    expect(await names()).toEqual(['wide', 'slow', 'lecture'])
    await page.getByRole('button', { name: 'Best validation' }).click()
    const byBest = trained.runs
      .toSorted((a, b) => b.best!.validationAccuracy! - a.best!.validationAccuracy!)
      .map((run) => run.name)
    await expect.poll(names).toEqual(byBest)
    expect(await row('slow').textContent()).toContain(
      formatAccuracy(trained.runs[1]!.best!.validationAccuracy),
    )
    await page.getByRole('button', { name: 'Started' }).click()
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('are filtered by words', async () => {
    await page.getByLabel('Filter runs').fill('pen 784-40')
    await expect.poll(names).toEqual(['wide'])
    await page.getByLabel('Filter runs').fill('nothing like it')
    await page.getByText('No run fits the filter.').waitFor()
  })

  it('are filtered by conditions, with a clear word on what is wrong', async () => {
    const filter = page.getByLabel('Filter runs')
    await filter.fill('layers contains 40 or learningRate < 0.1')
    await expect.poll(names).toEqual(['wide', 'slow'])
    await filter.fill('layers contains 40 or learningRate < small')
    await page.getByText("learningRate: expected a number after <, got 'small'", { exact: true }).waitFor()
    expect(await names()).toEqual(['wide', 'slow'])
    await filter.fill('not (layers contains 40) epochs >= 3')
    await expect.poll(names).toEqual(['lecture'])
  })

  it('have columns that are chosen, moved and resized, by keyboard and mouse, for good', async () => {
    const headings = (): Promise<string[]> =>
      page.getByRole('table', { name: 'Runs' }).getByRole('columnheader').allInnerTexts()
    const order = async (): Promise<string[]> =>
      (await headings()).map((text) => text.trim()).filter((text) => text !== '')
    expect((await order()).slice(0, 3)).toEqual(['Name', 'Status', 'Data'])
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    await page.getByRole('checkbox', { name: 'Seed' }).click()
    await page.getByRole('checkbox', { name: 'Duration' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(order).toContain('Seed')
    expect(await order()).not.toContain('Duration')
    // The heading keeps the focus, so that a key moves it on.
    await page.getByRole('button', { name: 'Seed', exact: true }).press('Alt+ArrowLeft')
    await expect.poll(async () => (await order()).slice(-2)).toEqual(['Seed', 'Started'])
    await page.keyboard.press('Alt+ArrowLeft')
    await expect.poll(async () => (await order()).slice(-3)).toEqual(['Seed', 'Epochs', 'Started'])

    const status = page.getByRole('columnheader', { name: 'Status' })
    const widthOf = async (): Promise<number> => (await status.boundingBox())!.width
    const before = await widthOf()
    await page.getByRole('button', { name: 'Status', exact: true }).press('Alt+Shift+ArrowRight')
    await expect.poll(widthOf).toBeGreaterThan(before + 8)
    const { x, y, width } = (await status.boundingBox())!
    await page.mouse.move(x + width - 1, y + 15)
    await page.mouse.down()
    await page.mouse.move(x + width + 39, y + 15, { steps: 4 })
    await page.mouse.up()
    await expect.poll(widthOf).toBeGreaterThan(before + 40)
    await page.getByRole('button', { name: 'Data', exact: true }).dragTo(status)
    await expect.poll(async () => (await order()).slice(0, 3)).toEqual(['Name', 'Data', 'Status'])

    const kept = await order()
    const keptWidth = await widthOf()
    await page.reload()
    await row('lecture').waitFor()
    expect(await order()).toEqual(kept)
    expect(await widthOf()).toBeCloseTo(keptWidth, 0)
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    await page.getByRole('button', { name: 'Columns as they come' }).click()
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await order()).slice(0, 3)).toEqual(['Name', 'Status', 'Data'])
  })

  it('are grouped, folded with mean and spread, and selected as a group', async () => {
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    await page.getByRole('button', { name: 'Data set', exact: true }).click()
    await page.keyboard.press('Escape')
    const group = page
      .getByRole('row')
      .filter({ has: page.getByRole('button', { name: 'Pen digits, 3 runs' }) })
    await group
      .getByText(/^\d\d\.\d\d ± \d+\.\d\d\s%$/)
      .first()
      .waitFor()
    expect(await names()).toEqual([])
    await group.getByRole('checkbox').click()
    await page.getByText('Comparing 3 runs').waitFor()
    await group.focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
    await page.keyboard.press('ArrowLeft')
    await expect.poll(names).toEqual([])
    await page.getByRole('button', { name: 'Close and clear the selection' }).click()
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    await page.getByRole('button', { name: 'Nothing', exact: true }).click()
    await page.keyboard.press('Escape')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('are not deleted unseen: where the filter hides some, it is asked which', async () => {
    await page.getByLabel('Select wide').click()
    await page.getByLabel('Select slow').click()
    await page.getByLabel('Filter runs').fill('layers contains 40')
    await page.getByText('1 of 3 runs, 2 selected (1 hidden)').waitFor()
    const toolbar = page.getByRole('toolbar', { name: 'Actions' })
    await toolbar.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete 2 runs?' })
    await dialog.getByText('slow', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    await toolbar.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Delete the one in sight' }).click()
    await page.getByText('No run fits the filter.').waitFor()
    await page.getByLabel('Filter runs').fill('')
    await expect.poll(names).toEqual(['slow', 'lecture'])
    await undo('Deleted wide')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
    await page.getByRole('button', { name: 'Close and clear the selection' }).click()
  })

  it('keep notes, tags, colour and star, for good', async () => {
    await row('slow').getByRole('button', { name: 'Star slow' }).click()
    await row('slow').getByRole('button', { name: 'Actions for slow' }).click()
    await page.getByRole('menuitem', { name: 'Notes, tags, colour…' }).click()
    const dialog = page.getByRole('dialog')
    for (const tag of ['teaching', 'too slow']) await addTag(tag)
    await dialog.getByLabel('Colour 4').check({ force: true })
    await dialog.getByLabel('Notes').fill('**Why** so slow? <b>0.01</b>')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('slow').getByText('too slow', { exact: true }).waitFor()
    await page.reload()
    await row('slow').getByText('teaching', { exact: true }).waitFor()
    await page.getByLabel('Filter runs').fill('star tag:"too slow" notes contains why')
    await expect.poll(names).toEqual(['slow'])
    expect(await row('slow').locator('.run-dot').getAttribute('style')).toContain('--run-4')
    await row('slow').getByRole('button', { name: 'Notes of slow' }).click()
    // As it reads: the words bold, the HTML as text.
    await dialog.locator('strong', { hasText: 'Why' }).waitFor()
    await dialog.getByText('<b>0.01</b>').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('are tagged and archived together, with undo', async () => {
    await page.getByLabel('Select wide').click()
    await page.getByLabel('Select slow').click()
    await page.getByRole('button', { name: 'More actions for the selection' }).click()
    await page.getByRole('menuitem', { name: 'Tags…' }).click()
    await addTag('pair')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    for (const name of ['wide', 'slow']) await row(name).getByText('pair', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'More actions for the selection' }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await expect.poll(names).toEqual(['lecture'])
    await page.getByRole('button', { name: 'Show archived runs' }).click()
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
    await page.getByRole('button', { name: 'Hide archived runs' }).click()
    await undo('Archived 2 runs')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('give their measures as CSV', async () => {
    await row('lecture').click()
    await row('slow').click({ modifiers: ['ControlOrMeta'] })
    await page.getByText('Comparing 2 runs').waitFor()
    const file = await workbench.saveFile(async () => {
      await page.getByRole('button', { name: 'More actions for the selection' }).click()
      await page.getByRole('menuitem', { name: 'Export measures as CSV…' }).click()
    })
    expect(file.name).toBe('2-runs-measures.csv')
    const lines = file.text.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1 + 2 + 3)
    expect(lines.filter((line) => line.includes(',lecture,'))).toHaveLength(3)
  })

  it('are trained on from an epoch with a changed recipe, and the parent is reported', async () => {
    await row('lecture').click()
    await row('lecture').getByRole('button', { name: 'Actions for lecture' }).click()
    await page.getByRole('menuitem', { name: 'Continue from these weights…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('spinbutton', { name: 'Epoch' }).fill('1')
    await page.keyboard.press('Tab')
    await dialog.getByRole('button', { name: 'Change the recipe first' }).click()
    await page.waitForURL(/#\/train$/)
    await page.getByText('starts from lecture, epoch 1').waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.locator('.facts').getByText('lecture, epoch 1', { exact: true }).waitFor()
    await expect.poll(() => page.getByText('starts from lecture, epoch 1').count()).toBe(0)
    await page.getByRole('link', { name: 'Runs' }).click()
    await row('784-30-10 #1').getByText('Completed').waitFor()
    await row('784-30-10 #1').click()
    await row('784-30-10 #1').press('Delete')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('are compared: curves in one picture, exact values under the cursor, differences marked', async () => {
    await page.getByLabel('Select lecture').click()
    await page.getByLabel('Select wide').click()
    await page.getByText('Comparing 2 runs').waitFor()
    const [lecture, , wide] = trained.runs

    const chart = page.getByRole('img', { name: /^Accuracy by epoch\./ })
    const summary = await chart.getAttribute('aria-label')
    for (const run of [lecture, wide]) {
      expect(summary).toContain(`${run!.name}: validation ${formatAccuracy(run!.last!.validationAccuracy)}`)
    }

    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2)
    const readOut = page.locator('.read-out')
    expect(await readOut.textContent()).toContain('Epoch 2')
    const shown = (await readOut.boundingBox())!
    expect(shown.y).toBeGreaterThan(box.y)
    expect(shown.y + shown.height).toBeLessThan(box.y + box.height)
    for (const run of [lecture, wide]) {
      expect(await readOut.textContent()).toContain(formatAccuracy(run!.epochs[2]!.validationAccuracy))
    }

    // The same by keys, said aloud.
    await chart.focus()
    await chart.press('End')
    await chart.press('ArrowLeft')
    await page
      .getByText(`lecture: validation ${formatAccuracy(lecture!.epochs[1]!.validationAccuracy)}`)
      .waitFor({ state: 'attached' })

    const settings = page.getByRole('table', { name: 'Results and settings' })
    expect(await settings.getByRole('rowheader', { name: 'Hidden layer' }).count()).toBe(1)
    expect(await settings.getByRole('rowheader', { name: 'Learning rate' }).count()).toBe(0)
    await page.getByText('All settings').click()
    expect(await settings.getByRole('rowheader', { name: 'Learning rate' }).count()).toBe(1)
    await page.getByText('All settings').click()

    // Taking a run out of the comparison leaves the other.
    await page.getByTitle('Take wide out of the comparison').click()
    await page.getByRole('heading', { name: 'lecture' }).waitFor()
  })

  it('are selected as in a file list', async () => {
    await row('wide').click()
    await row('lecture').click({ modifiers: ['Shift'] })
    await page.getByText('Comparing 3 runs').waitFor()
    await row('slow').click({ modifiers: ['ControlOrMeta'] })
    await page.getByText('Comparing 2 runs').waitFor()
    await row('slow').click()
    await page.getByRole('heading', { name: 'slow' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('heading', { name: 'slow' }).count()).toBe(0)
  })

  it('are renamed in place, for good', async () => {
    await row('slow').click()
    await row('slow').press('F2')
    await page.getByLabel('Name of the run').fill('patient')
    await page.keyboard.press('Enter')
    await row('patient').waitFor()
    await page.reload()
    await row('patient').waitFor()
    await row('patient').getByText('patient', { exact: true }).dblclick()
    await page.getByLabel('Name of the run').fill('not this')
    await page.keyboard.press('Escape')
    expect(await names()).toContain('patient')
    await row('patient').click()
    await row('patient').press('F2')
    await page.getByLabel('Name of the run').fill('slow')
    await page.keyboard.press('Enter')
    await row('slow').waitFor()
  })

  it('are deleted, and brought back by undo', async () => {
    await row('slow').click()
    await row('slow').press('Delete')
    await expect.poll(names).toEqual(['wide', 'lecture'])
    // The keys go on without a click.
    await page.keyboard.press('ArrowDown')
    await page.getByRole('heading', { name: 'wide' }).waitFor()
    await undo('Deleted slow')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('give their weights as a file, which can be read back as a run', async () => {
    await row('lecture').click()
    const file = await workbench.saveFile(async () => {
      await page.getByRole('button', { name: 'Export weights…' }).click()
      await page.getByRole('button', { name: 'Export', exact: true }).click()
    })
    const network = JSON.parse(file.text) as { sizes: number[]; weights: number[][][]; cost: string }
    expect(network.sizes).toEqual([784, 30, 10])
    expect(network.weights[0]).toHaveLength(30)
    expect(network.cost).toBe('QuadraticCost')

    const path = join(trained.home, 'from elsewhere.json')
    await writeFile(path, file.text)
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), path)
    await row('from elsewhere').getByText('Imported').waitFor()

    await row('from elsewhere').click()
    const again = await workbench.saveFile(async () => {
      await page.getByRole('button', { name: 'Export weights…' }).click()
      await page.getByRole('button', { name: 'Export', exact: true }).click()
    })
    expect(JSON.parse(again.text)).toEqual(network)
    await row('from elsewhere').press('Delete')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('are read from a file that is dropped on the list', async () => {
    const text = JSON.stringify({
      sizes: [784, 10],
      weights: [Array.from({ length: 10 }, () => Array<number>(784).fill(0))],
      biases: [Array.from({ length: 10 }, () => [0])],
      cost: 'CrossEntropyCost',
    })
    const file = join(trained.home, 'dropped.json')
    await writeFile(file, text)
    const drop = await dragFile(page.locator('.runs-view'), file)
    await page.getByText('Drop files of runs or networks to import them').waitFor()
    await drop()
    await row('dropped').getByText('784-10', { exact: true }).waitFor()
    await page.getByRole('heading', { name: 'dropped' }).waitFor()
    await row('dropped').press('Delete')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('say what is wrong with a file that is no network', async () => {
    const path = join(trained.home, 'broken.json')
    await writeFile(path, '{"sizes": [784], "weights": []}')
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), path)
    await page.getByText('broken.json could not be imported', { exact: true }).waitFor()
    expect(await names()).toEqual(['wide', 'slow', 'lecture'])
  })

  it('hand their recipe to the form', async () => {
    await row('wide').click()
    await page.getByRole('button', { name: 'Use as recipe' }).click()
    await page.waitForURL(/#\/train$/)
    expect(
      await page
        .getByLabel(/: units$/)
        .first()
        .inputValue(),
    ).toBe('40')
    await page.getByRole('link', { name: 'Runs' }).click()
  })
})
