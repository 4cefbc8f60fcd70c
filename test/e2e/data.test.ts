import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { dragFile } from './drag-file.ts'
import { givePenDigits } from './kept-digits.ts'
import { type RunningWorkbench, startWorkbench, target } from './support.ts'
import { openHome } from './trained-home.ts'

const SORTED = fileURLToPath(new URL('../fixtures/sorted-by-class', import.meta.url))

let home: string
let running: RunningWorkbench

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'workbench-data-'))
  await givePenDigits(home)
  const folder = join(home, 'sorted')
  await cp(SORTED, folder, { recursive: true })
  const workbench = openHome(home)
  await workbench.api.data.addImages({ path: folder })
  await workbench.close()
  running = await startWorkbench({ home })
})
afterAll(async () => {
  await running.close()
  await rm(home, { recursive: true, force: true })
})

beforeEach(async () => {
  const { page } = running
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/data'
  })
  await page.reload()
  await page.getByRole('button', { name: 'sorted' }).click()
  await page.getByRole('table', { name: 'Images by class' }).waitFor()
})

/** Takes the data set into the form, and stratifies the parts as the warning there offers. */
async function stratifyInForm(): Promise<void> {
  const { page } = running
  await page.getByRole('button', { name: 'Train on this' }).click()
  const findings = page.getByRole('status', { name: 'About these images' })
  await findings.getByText("The validation part has no image of '0'").waitFor()
  await findings.getByRole('button', { name: 'Stratify the parts' }).click()
  await findings.waitFor({ state: 'detached' })
}

describe('images of one’s own', () => {
  it('open their dialog where they are dropped, with their path; a browser does not tell it', async () => {
    const { page } = running
    const table = join(home, 'signs.csv')
    await writeFile(table, '0,1,2,3,4')
    await page.getByRole('link', { name: 'Train', exact: true }).click()
    const drop = await dragFile(page.locator('main'), table)
    await drop()
    const dialog = page.getByRole('dialog', { name: 'Use images of your own' })
    const isTold = target === 'electron'
    if (!isTold) await dialog.getByText('A browser does not tell where signs.csv lies').waitFor()
    await expect.poll(() => dialog.getByRole('textbox').inputValue()).toBe(isTold ? table : '')
    expect(page.url()).toMatch(/#\/data$/)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Use your own…' }).click()
    await dialog.getByText('The full path on the computer that trains').waitFor()
    await page.keyboard.press('Escape')
  })
})

describe('the images of a data set', () => {
  const images = () => running.page.getByRole('region', { name: 'Images', exact: true })
  const choose = async (list: string, name: string): Promise<void> => {
    await running.page.getByRole('combobox', { name: list }).click()
    await running.page.getByRole('option', { name }).click()
  }

  it('are shown by class, which the mean image of each class stands for', async () => {
    const { page } = running
    const table = page.getByRole('table', { name: 'Images by class' })
    const mean = table.getByRole('img', { name: 'The mean image of 8' })
    await mean.click()
    await images().getByText('of 24').waitFor()
    for (const caption of await images().locator('figcaption').allTextContents()) expect(caption).toBe('8')
    await mean.click()
    await images().getByText('of 240').waitFor()
    await choose('Of which class', '0')
    await images().getByText('of 24').waitFor()
  })

  it('are searched for twins, for those of both files and for two labels', async () => {
    await choose('Which images', 'Twins')
    await images().getByText('No image in the training file comes twice.').waitFor()
    await images()
      .getByRole('button', { name: /^Test file/ })
      .click()
    await choose('Which images', 'In both files')
    await images().getByText('No image in the test file is in the other file, too.').waitFor()
  })

  it('whose labels may be wrong are found by networks that did not learn from them', async () => {
    const { page } = running
    const folder = join(home, 'mislabelled')
    await cp(SORTED, folder, { recursive: true })
    const labels = join(folder, 'train-labels-idx1-ubyte')
    const bytes = await readFile(labels)
    // The first image, a 0, behind the file's eight bytes.
    bytes[8] = 6
    await writeFile(labels, bytes)
    await page.getByRole('button', { name: 'Use your own…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Use images of your own' })
    await dialog.getByRole('textbox').fill(folder)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'mislabelled' }).waitFor()
    await choose('Which images', 'Doubtful labels')
    await page.getByRole('button', { name: 'Look for doubtful labels' }).click()
    await page
      .getByText(/^Networks that did not learn from an image say another class than its label for 1 of 240/)
      .waitFor()
    expect(await images().locator('figcaption').allTextContents()).toEqual(['6 → 0'])
  })
})

describe('a data set that is sorted by class', () => {
  it('shows in Data how many images of each class the parts have, and what is amiss', async () => {
    const { page } = running
    const table = page.getByRole('table', { name: 'Images by class' })
    const rows = await table
      .getByRole('row')
      .evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent.trim()).join(' ')),
      )
    expect(rows).toEqual([
      'Class Training Validation Test',
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((digit) => `${digit} 24 0 8`),
      ...['8 8 16 8', '9 0 24 8', 'All 200 40 80'],
    ])
    const words = await page.getByRole('region', { name: 'About these images' }).innerText()
    expect(words).toContain("The training part has no image of '9'")
    expect(words).toContain("The training part has only 8 images of '8'")
  })

  it('is warned of in the form, where one click stratifies the parts', async () => {
    const { page } = running
    await stratifyInForm()
    expect(await page.getByRole('switch', { name: 'Stratified' }).getAttribute('aria-checked')).toBe('true')
  })

  it('keeps its parts in sight in Data as the recipe now takes them', async () => {
    const { page } = running
    await stratifyInForm()
    await page.getByRole('link', { name: 'Data', exact: true }).click()
    const table = page.getByRole('table', { name: 'as the recipe in Train takes them, stratified' })
    await table.getByRole('row', { name: '9 20 4 8' }).waitFor()
    expect(await page.getByRole('region', { name: 'About these images' }).count()).toBe(0)
    expect(running.problems).toEqual([])
  })
})
