import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { formatAccuracy } from '#shared/measures.ts'
import { dragFile } from './drag-file.ts'
import { RunsPage } from './runs-page.ts'

let runs: RunsPage
let page: RunsPage['page']

const row = (name: string) => runs.row(name)
const names = () => runs.names()

/** Adds a tag in the dialog that is open. */
async function addTag(tag: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByPlaceholder('teaching, baseline…').fill(tag)
  await dialog.getByPlaceholder('teaching, baseline…').press('Enter')
  await dialog.getByText(tag, { exact: true }).waitFor()
}

beforeAll(async () => {
  runs = await RunsPage.open()
  page = runs.page
})
afterEach(async () => {
  expect(runs.workbench.problems).toEqual([])
  await runs.reset()
})
afterAll(() => runs.close())

describe('runs', () => {
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
    await runs.undo('Archived 2 runs')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('come back by the key for undo, the newest change first, also after their message has gone', async () => {
    await row('slow').click()
    await page.keyboard.press('Delete')
    await expect.poll(names).toEqual(['wide', 'lecture'])
    await page.getByText('Deleted slow', { exact: true }).waitFor()
    await row('wide').click()
    await page.keyboard.press('Delete')
    await expect.poll(names).toEqual(['lecture'])
    await page.getByText('Deleted wide', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Dismiss this message' }).click()
    await page.keyboard.press('Control+z')
    await expect.poll(names).toEqual(['wide', 'lecture'])
    await page.keyboard.press('Control+z')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
    // What its message has undone is not undone again, and in a field the key is the field's own.
    await row('slow').click()
    await page.keyboard.press('Delete')
    await expect.poll(names).toEqual(['wide', 'lecture'])
    const filter = page.getByLabel('Filter runs')
    await filter.press('Control+z')
    // The field may have brought back a text of its own.
    await filter.fill('')
    await expect.poll(names).toEqual(['wide', 'lecture'])
    await runs.undo('Deleted slow')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('give their measures as CSV', async () => {
    await row('lecture').click()
    await row('slow').click({ modifiers: ['ControlOrMeta'] })
    await page.getByText('Comparing 2 runs').waitFor()
    const file = await runs.workbench.saveFile(async () => {
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
    await dialog.getByText(/‘Continue’ trains \d+ more epochs? with the same recipe\./).waitFor()
    await dialog.getByRole('button', { name: 'Change the recipe first' }).click()
    await page.waitForURL(/#\/train$/)
    await page.getByText('starts from lecture, epoch 1').waitFor()
    await page.getByLabel('Epochs', { exact: true }).fill('1')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.locator('.facts').getByText('lecture, epoch 1', { exact: true }).waitFor()
    await expect.poll(() => page.getByText('starts from lecture, epoch 1').count()).toBe(0)
    await page.getByRole('link', { name: 'Runs' }).click()
    await row('784-30-10 #1').getByText('Completed').waitFor()
    // Its recipe says what it starts from; a person may want first weights instead.
    await row('784-30-10 #1').getByRole('button', { name: 'Actions for 784-30-10 #1' }).click()
    await page.getByRole('menuitem', { name: 'Use as recipe' }).click()
    await page.getByText('starts from lecture, epoch 1').waitFor()
    await page.getByRole('button', { name: 'Start from the initializer’s weights instead' }).click()
    await expect.poll(() => page.getByText('starts from lecture, epoch 1').count()).toBe(0)
    await page.getByRole('link', { name: 'Runs' }).click()
    await row('784-30-10 #1').click()
    await row('784-30-10 #1').press('Delete')
    await expect.poll(names).toEqual(['wide', 'slow', 'lecture'])
  })

  it('are compared: curves in one picture, exact values under the cursor, differences marked', async () => {
    await page.getByLabel('Select lecture').click()
    await page.getByLabel('Select wide').click()
    await page.getByText('Comparing 2 runs').waitFor()
    const [lecture, , wide] = runs.trained.runs

    const chart = page.getByRole('img', { name: /^Accuracy by epoch\./ })
    const summary = await chart.getAttribute('aria-label')
    for (const run of [lecture, wide]) {
      expect(summary).toContain(`${run!.name}: validation ${formatAccuracy(run!.last!.validationAccuracy)}`)
    }

    const box = (await chart.boundingBox())!
    await page.mouse.move(box.x + box.width - 20, box.y + box.height / 2)
    const readOut = page.locator('.read-out')
    await readOut.getByText('Epoch 2').waitFor()
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

  it('give their weights as a file, which can be read back as a run', async () => {
    await row('lecture').click()
    const file = await runs.workbench.saveFile(async () => {
      await page.getByRole('button', { name: 'Export weights…' }).click()
      await page.getByRole('button', { name: 'Export', exact: true }).click()
    })
    const network = JSON.parse(file.text) as { sizes: number[]; weights: number[][][]; cost: string }
    expect(network.sizes).toEqual([784, 30, 10])
    expect(network.weights[0]).toHaveLength(30)
    expect(network.cost).toBe('QuadraticCost')

    const path = join(runs.trained.home, 'from elsewhere.json')
    await writeFile(path, file.text)
    await runs.workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), path)
    await row('from elsewhere').getByText('Imported').waitFor()

    await row('from elsewhere').click()
    const again = await runs.workbench.saveFile(async () => {
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
    const file = join(runs.trained.home, 'dropped.json')
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
    const path = join(runs.trained.home, 'broken.json')
    await writeFile(path, '{"sizes": [784], "weights": []}')
    await runs.workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), path)
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
