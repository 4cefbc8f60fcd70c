import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formatAccuracy } from '#shared/measures.ts'
import { RunsPage } from './runs-page.ts'

let runs: RunsPage
let page: RunsPage['page']

const row = (name: string) => runs.row(name)
const names = () => runs.names()

beforeAll(async () => {
  runs = await RunsPage.open()
  page = runs.page
})
afterEach(async () => {
  expect(runs.workbench.problems).toEqual([])
  await runs.reset()
})
afterAll(() => runs.close())

describe('runs in the table', () => {
  it('stand in a table, newest first, and sort by what was measured', async () => {
    expect(await names()).toEqual(['wide', 'slow', 'lecture'])
    await page.getByRole('button', { name: 'Best validation' }).click()
    const byBest = runs.trained.runs
      .toSorted((a, b) => b.best!.validationAccuracy! - a.best!.validationAccuracy!)
      .map((run) => run.name)
    await expect.poll(names).toEqual(byBest)
    expect(await row('slow').textContent()).toContain(
      formatAccuracy(runs.trained.runs[1]!.best!.validationAccuracy),
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
      (await headings()).map((text) => text.trim()).filter((text) => !['', 'Actions'].includes(text))
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
    await runs.undo('Deleted wide')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
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
    // The keys go on without a click, from the row that took its place.
    await page.keyboard.press('ArrowUp')
    await page.getByRole('heading', { name: 'wide' }).waitFor()
    await runs.undo('Deleted slow')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })
})
