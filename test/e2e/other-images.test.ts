import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { makeFashionLike, makeLetters, makeSmall } from './made-sets/make-sets.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { field, go } from './train-page.ts'

const SETS = [
  {
    what: 'ten classes of 28 × 28 pixels, called as Fashion-MNIST',
    make: makeFashionLike,
    title: 'fashion-mnist',
    sizes: { inputs: 784, outputs: 10, trainSize: 500 },
    origin: 'recognised by the name of its folder or files',
    names: { count: 10, first: 'T-shirt/top', last: 'Ankle boot' },
  },
  {
    what: '26 letters, as EMNIST has them',
    make: makeLetters,
    title: 'letters',
    sizes: { inputs: 784, outputs: 26, trainSize: 867 },
    origin: 'The classes have the names of EMNIST letters',
    names: { count: 26, first: 'A', last: 'Z' },
  },
  {
    what: 'three classes of 8 × 8 pixels from tables',
    make: makeSmall,
    title: 'signs',
    sizes: { inputs: 64, outputs: 3, trainSize: 200 },
    origin: 'Its pixels were counts from 0 to 16.',
    names: { count: 3, first: 'cross', last: 'stair' },
  },
] as const

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let browser: Browser
let folder: string

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  browser = await launchChromium()
  folder = await mkdtemp(join(tmpdir(), 'workbench-sets-'))
})
afterAll(async () => {
  const { problems } = workbench
  await workbench.close()
  await browser.close()
  await rm(folder, { recursive: true, force: true })
  expect(problems).toEqual([])
})

/** The texts of the first and the last of some elements, and how many there are. */
async function ends(all: Locator): Promise<{ count: number; first: string; last: string }> {
  const texts = (await all.allInnerTexts()).map((text) => text.trim())
  return { count: texts.length, first: texts[0]!, last: texts.at(-1)! }
}

/** Draws a line from one corner of the pad to the other. */
async function drawOn(page: Page, pad: Locator): Promise<void> {
  const box = (await pad.boundingBox())!
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.3 * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.7 * box.height, { steps: 3 })
  await page.mouse.up()
}

describe.each(SETS)('$what', ({ make, title, sizes, origin, names }) => {
  it('go through Data, form, training, Inspect, Digits and export', async () => {
    const place = await make(folder)
    await go(page, 'Data')
    await page.getByRole('button', { name: 'Use your own…' }).click()
    await page.getByLabel('Folder or file', { exact: true }).fill(place)
    await page.getByRole('button', { name: 'Use it' }).click()
    await page.getByRole('heading', { name: title, level: 2 }).waitFor()
    await page.getByText(origin).waitFor()
    expect(await page.locator('.samples-item figcaption').first().textContent()).toBe(names.first)

    await page.getByRole('button', { name: 'Train on this' }).click()
    expect(await page.getByLabel('Output: units').inputValue()).toBe(String(sizes.outputs))
    expect(await page.locator('[data-field=inputSize]').textContent()).toBe(String(sizes.inputs))
    expect(await field(page, 'data.trainSize').inputValue()).toBe(String(sizes.trainSize))
    if (sizes.outputs !== 10) await page.getByText(/^The network now has/).waitFor()
    await field(page, 'epochs').fill('6')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Train', exact: true }).click()
    await page.locator('.outcome').waitFor()

    await go(page, 'Inspect')
    const rows = page.getByRole('region', { name: 'Confusion matrix' }).locator('tbody th[scope=row]')
    await expect.poll(() => ends(rows)).toEqual(names)

    await go(page, 'Digits')
    const bars = page.getByRole('table', { name: 'Outputs of the network' })
    await expect.poll(() => ends(bars.getByRole('rowheader'))).toEqual(names)
    await drawOn(page, page.getByLabel(/^Drawing pad/))
    const answer = page.locator('output')
    await expect.poll(() => answer.textContent()).not.toBe('?')
    const read = await answer.textContent()
    await page.keyboard.press('Escape')

    await go(page, 'Runs')
    await page
      .getByRole('table', { name: 'Runs' })
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Export weights…' }).click()
    await page.getByRole('radio', { name: 'page with a drawing pad' }).click()
    const saved = await workbench.saveFile(() =>
      page.getByRole('button', { name: 'Export', exact: true }).click(),
    )
    const file = join(folder, `${title}.html`)
    await writeFile(file, saved.bytes)
    // As anybody opens it: Electron has no tabs.
    const exported = await browser.newPage()
    await exported.goto(pathToFileURL(file).href)
    await drawOn(exported, exported.getByLabel(/^Drawing pad/))
    await expect.poll(() => exported.locator('#answer').textContent()).toBe(read)
    expect(await exported.locator('#outputs').innerText()).toContain(read)
    await exported.close()
  })
})
