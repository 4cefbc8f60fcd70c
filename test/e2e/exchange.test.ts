import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { PNG } from 'pngjs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readRecipeLink, writeRecipeLink } from '#shared/recipe-link.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { launchChromium } from './chromium.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 200, testSize: 200 },
  epochs: 3,
}

let trained: TrainedHome
/** Where the runs come from, and where they go. */
let here: RunningWorkbench
let there: RunningWorkbench

const row = ({ page }: RunningWorkbench, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
const notice = ({ page }: RunningWorkbench, text: string): Promise<void> =>
  page.getByText(text, { exact: true }).first().waitFor()

beforeAll(async () => {
  trained = await makeTrainedHome({ lecture: recipe, other: { ...recipe, seed: 2 } })
  ;[here, there] = await Promise.all([startWorkbench({ home: trained.home }), startWorkbench()])
})

/** Each test finds both windows in a place as at the first start, whatever was done before it. */
async function open({ page }: RunningWorkbench, place: 'Runs' | 'Train'): Promise<void> {
  await page.evaluate((hash) => {
    localStorage.clear()
    location.hash = hash
  }, `#/${place.toLowerCase()}`)
  await page.reload()
  await page.getByRole('heading', { name: place, level: 1 }).waitFor()
}
beforeEach(async () => {
  for (const workbench of [here, there]) await open(workbench, 'Runs')
})

async function selectBoth(): Promise<void> {
  for (const name of ['lecture', 'other']) {
    await here.page.getByLabel(`Select ${name}`, { exact: true }).click()
  }
  await here.page.getByText('Comparing 2 runs').waitFor()
}
/** It has more words as long as there are no runs. */
const importButton = (): Locator =>
  there.page.getByRole('button', { name: /^Import(…| runs or a network…)$/ })

afterEach(() => {
  expect([...here.problems, ...there.problems]).toEqual([])
})

afterAll(async () => {
  await Promise.all([here.close(), there.close()])
  await trained.remove()
})

describe('runs as a file', () => {
  it('go out of one workbench and come into another, each once', async () => {
    await selectBoth()
    const file = await here.saveFile(async () => {
      await here.page.getByRole('button', { name: 'More actions for the selection' }).click()
      await here.page.getByRole('menuitem', { name: 'Export runs as a file…' }).click()
      await here.page.getByRole('button', { name: 'Export', exact: true }).click()
    })
    expect(file.name).toBe('2-runs.backprop')
    await notice(here, 'Saved 2 runs as 2-runs.backprop')

    const path = join(there.home, file.name)
    await writeFile(path, file.bytes)
    await there.openFile(() => importButton().click(), path)
    await notice(there, '2 runs added')
    await row(there, 'lecture').getByText('Completed').waitFor()
    await there.page.getByText('Comparing 2 runs').waitFor()
    await there.openFile(() => importButton().click(), path)
    await notice(there, '2 runs: 2 already there')
    expect(await there.page.getByLabel(/^Select /).count()).toBe(
      await here.page.getByLabel(/^Select /).count(),
    )
  })

  it('are refused in words where the file is damaged, and leave nothing', async () => {
    const path = join(there.home, 'cut.backprop')
    await writeFile(path, `SQLite format 3\0${'x'.repeat(5000)}`)
    await there.openFile(() => importButton().click(), path)
    await notice(there, 'cut.backprop could not be imported')
    await there.page
      .getByRole('status')
      .getByText(/It is damaged/)
      .waitFor()
  })
})

describe('a recipe as a link', () => {
  const seed = (): Locator => there.page.getByLabel('Seed', { exact: true })

  it('opens in the form where it comes while the window still loads its first place', async () => {
    const { page } = there
    const link = await writeRecipeLink({ ...recipe, seed: 1147 })
    const { promise: isHeld, resolve: goOn } = Promise.withResolvers<undefined>()
    await page.route('**/TrainView-*.js', async (route) => {
      await isHeld
      await route.continue()
    })
    const asked = page.waitForRequest('**/TrainView-*.js')
    await page.evaluate(() => (location.hash = '#/train'))
    await page.reload({ waitUntil: 'commit' })
    await asked
    await page.evaluate((payload) => (location.hash = `#/train?recipe=${payload}`), link.split('/').at(-1)!)
    goOn(undefined)
    await notice(there, 'The form holds the link’s recipe')
    expect(await seed().inputValue()).toBe('1147')
    await page.unroute('**/TrainView-*.js')
  })

  it('opens in the form from the address and from the dialog, and can be undone', async () => {
    const { page } = there
    await open(there, 'Train')
    const before = await seed().inputValue()
    const link = await writeRecipeLink({ ...recipe, seed: 4711 })
    await page.evaluate((payload) => (location.hash = `#/train?recipe=${payload}`), link.split('/').at(-1)!)
    await notice(there, 'The form holds the link’s recipe')
    expect(await seed().inputValue()).toBe('4711')
    await page.waitForURL(/#\/train$/)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await seed().inputValue()).toBe(before)

    const openDialog = async (): Promise<void> => {
      await page.getByRole('button', { name: 'More recipe actions' }).click()
      await page.getByRole('menuitem', { name: 'Open a link to a recipe…' }).click()
    }
    await openDialog()
    await page.getByRole('textbox', { name: 'Link' }).fill(link.slice(0, -3))
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText(/^The link is broken or cut off/).waitFor()
    await page.getByRole('textbox', { name: 'Link' }).fill(link)
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await expect.poll(() => seed().inputValue()).toBe('4711')

    // As earlier versions wrote it: it opens, and the window says what it lacks.
    await openDialog()
    await page.getByRole('textbox', { name: 'Link' }).fill(link.slice(0, -7))
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page
      .getByText('The link is without checksum, of an earlier version: look through the recipe.')
      .waitFor()
  })

  it('is copied from the form', async () => {
    const { page } = there
    const { dataSha256 } = trained.runs[0]!
    const given: Recipe = { ...recipe, data: { ...recipe.data, fingerprint: dataSha256! }, seed: 4711 }
    const link = await writeRecipeLink(given)
    await page.evaluate((payload) => (location.hash = `#/train?recipe=${payload}`), link.split('/').at(-1)!)
    await notice(there, 'The form holds the link’s recipe')
    await page.getByRole('button', { name: 'More recipe actions' }).click()
    await page.getByRole('menuitem', { name: 'Copy a link to the recipe' }).click()
    await notice(there, 'Copied a link to the recipe')
    const copied = await there.clipboard.readText()
    const read = await readRecipeLink(copied)
    expect(read).toMatchObject(given)
    expect(read.data.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('a chart as a file', () => {
  const save = (kind: string): ReturnType<RunningWorkbench['saveFile']> =>
    here.saveFile(async () => {
      await here.page.getByRole('button', { name: 'Save the chart' }).first().click()
      await here.page.getByRole('menuitem', { name: kind }).click()
    })

  it('is a picture at twice the size, a drawing that stands alone, and the numbers of its lines', async () => {
    await selectBoth()
    const picture = await save('PNG')
    expect(picture.name).toBe('accuracy-by-epoch.png')
    const { width, height, data } = PNG.sync.read(Buffer.from(picture.bytes))
    expect([width, height]).toEqual([1600, 960])
    // Opaque, on the window's own surface, with lines in more than one colour.
    expect(data.subarray(0, 4)).toEqual(Buffer.from([255, 255, 255, 255]))
    expect(
      new Set(Array.from({ length: width * height }, (_, k) => data.readUInt32BE(4 * k))).size,
    ).toBeGreaterThan(50)

    const drawing = await save('SVG')
    const [root, texts] = await here.page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
      const all = [...parsed.querySelectorAll('text')].map((element) => element.textContent)
      return [parsed.documentElement.tagName, all] as const
    }, drawing.text)
    expect(root).toBe('svg')
    expect(texts).toEqual(
      expect.arrayContaining(['Accuracy by epoch', 'lecture', 'other', 'Epoch', 'Accuracy']),
    )
    expect(drawing.text).not.toMatch(/var\(|href=|url\((?!#)/)

    const numbers = await save('CSV')
    const lines = numbers.text.trimEnd().split('\r\n')
    expect(lines[0]).toBe('run,part,epoch,accuracy')
    const { validationAccuracy } = trained.runs[0]!.epochs[1]!
    expect(lines).toContain(`lecture,validation,1,${validationAccuracy}`)
  })
})

describe('a report', () => {
  it('is one page that opens without anything else', async () => {
    await selectBoth()
    const report = await here.saveFile(async () => {
      await here.page.getByRole('button', { name: 'More actions for the selection' }).click()
      await here.page.getByRole('menuitem', { name: 'Report as a page (HTML)…' }).click()
    })
    expect(report.name).toBe('2-runs-report.html')
    const browser = await launchChromium()
    const page = await browser.newPage()
    const asked: string[] = []
    const reported: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => reported.push(message.text()))
    await page.setContent(report.text)
    await page.getByRole('heading', { name: 'Report of 2 runs' }).waitFor()
    expect(await page.getByRole('img', { name: 'Accuracy by epoch' }).boundingBox()).not.toBeNull()
    expect(await page.getByRole('table').first().getByRole('row').count()).toBe(3)
    // Wide tables scroll for themselves.
    await page.setViewportSize({ width: 400, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400)
    expect([asked, reported]).toEqual([[], []])
    await browser.close()
  })
})
