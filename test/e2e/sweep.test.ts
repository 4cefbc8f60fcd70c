import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeSweptHome, openSweep, openSweepDialog, sweepDialog, sweptRows } from './sweep-page.ts'
import type { TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const dialog = () => sweepDialog(page)
const rows = () => sweptRows(page)

beforeAll(async () => {
  trained = await makeSweptHome()
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(() => openSweep(page))

checkAndClose(() => ({ workbench, trained }))

describe('a sweep', () => {
  it('is chosen with its cost in sight, runs, and shows which values do best', async () => {
    await openSweepDialog(page)
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
})
