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
  // The same images at half their brightness.
  const dim = join(home, 'dim')
  await cp(SORTED, dim, { recursive: true })
  for (const file of ['train-images-idx3-ubyte', 't10k-images-idx3-ubyte']) {
    const bytes = await readFile(join(dim, file))
    await writeFile(
      join(dim, file),
      Buffer.concat([bytes.subarray(0, 16), bytes.subarray(16).map((byte) => byte / 2)]),
    )
  }
  const workbench = openHome(home)
  await workbench.api.data.addImages({ path: folder })
  await workbench.api.data.addImages({ path: dim })
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

describe('data sets beside each other', () => {
  const beside = () => running.page.getByRole('region', { name: 'Data sets beside each other' })
  const cellsOf = (name: string): Promise<string[]> =>
    beside()
      .getByRole('row')
      .filter({ has: running.page.getByRole('button', { name, exact: true }) })
      .locator('td')
      .allInnerTexts()

  it('show counts, mean images and their difference, class by class, and images of the class that is opened', async () => {
    const { page } = running
    await page.getByRole('button', { name: 'Beside another set' }).click()
    await beside().getByText('Choose a data set').waitFor()
    await beside().getByRole('button', { name: 'dim', exact: true }).click()
    await beside().getByText('blue where a set is brighter than sorted').waitFor()
    expect(
      await beside()
        .getByRole('img', { name: /^The mean image of / })
        .count(),
    ).toBe(20)
    const [ofSorted, ofDim, difference] = await cellsOf('3')
    expect(ofSorted).toMatch(/^24\s+10\.00? %$/)
    expect(ofDim).toBe(ofSorted)
    expect(difference).toMatch(/^\d+\.\d+ %$/)
    await beside().getByRole('button', { name: '3', exact: true }).click()
    for (const title of ['sorted', 'dim']) {
      const images = beside().getByRole('region', { name: `Images of 3 in ${title}` })
      await images.getByText('the first 24 of 24').waitFor()
    }
    // Images of another size have no difference; the choice is remembered.
    await beside().getByRole('button', { name: 'Pen digits', exact: true }).click()
    await beside()
      .getByText('sorted has images of 6 × 6 pixels, Pen digits of 28 × 28: there is no difference of them.')
      .waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'sorted' }).click()
    await page.getByRole('button', { name: 'Beside another set' }).click()
    await beside().getByRole('columnheader', { name: 'Pen digits' }).waitFor()
    expect(await beside().getByRole('columnheader').allInnerTexts()).toEqual([
      ...['Class', 'sorted', 'Pen digits', 'dim', 'Difference'],
    ])
    await beside().getByRole('button', { name: 'Test files' }).click()
    await expect.poll(async () => (await cellsOf('3'))[0]).toMatch(/^8\s/)
    expect(running.problems).toEqual([])
  })
})

describe('a column of a place', () => {
  it('that was made wide in a wide window leaves room for the others in a narrower one', async () => {
    const { page } = running
    await page.setViewportSize({ width: 1920, height: 900 })
    try {
      const list = page.getByRole('region', { name: 'Data sets', exact: true })
      const widthOf = async (): Promise<number> => (await list.boundingBox())!.width
      const handle = page.getByRole('separator')
      await handle.focus()
      await handle.press('End')
      await expect.poll(widthOf).toBeGreaterThan(500)
      await page.setViewportSize({ width: 920, height: 800 })
      await expect.poll(widthOf).toBeLessThan(400)
      const details = page.getByRole('heading', { name: 'sorted' })
      const { x } = (await details.boundingBox())!
      expect(920 - x).toBeGreaterThan(440)
    } finally {
      await page.setViewportSize({ width: 1280, height: 800 })
    }
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
