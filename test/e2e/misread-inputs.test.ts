import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { writeRecipeLink } from '#shared/recipe-link.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

/** Files that earlier versions misread; those of pictures, sorted classes and early stopping have tests of their own. */
const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name)
const readRecipe = async (name: string): Promise<Recipe> =>
  parseRecipe(JSON.parse(await readFile(fixture(name), 'utf8')))

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeTrainedHome({ few: await readRecipe('few-test-images.json') })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})
checkAndClose(() => ({ workbench, trained }))

const go = (place: string): Promise<void> => page.getByRole('link', { name: place, exact: true }).click()

describe('a schedule that ends at a rate of 0', () => {
  const note = () => page.getByRole('status', { name: 'Epochs that learn nothing' })

  async function openRecipe(recipe: Recipe): Promise<void> {
    const link = await writeRecipeLink(recipe)
    await page.evaluate((payload) => (location.hash = `#/train?recipe=${payload}`), link.split('/').at(-1)!)
    await page.waitForURL(/#\/train$/)
  }

  it('is warned of above the form, whose section is folded, and ends above 0 at a click', async () => {
    await openRecipe(await readRecipe('cosine-two-epochs.json'))
    await note().getByText('The last epoch has a learning rate of 0, so nothing is learned there.').waitFor()
    await note().getByRole('button', { name: 'Reach it after the last epoch' }).click()
    await note().waitFor({ state: 'detached' })
  })

  it('is warned of for other schedules and more epochs', async () => {
    const recipe = await readRecipe('cosine-two-epochs.json')
    await openRecipe({ ...recipe, epochs: 3, schedule: { name: 'step', every: 1, factor: 1e-6 } })
    await note().getByText('The last 2 epochs have less than a hundred-thousandth').waitFor()
    await openRecipe({ ...recipe, schedule: { name: 'cosine', minimum: 1e-9, reaches: 'in-last-epoch' } })
    await note().getByText('A larger smallest rate lets them learn.').waitFor()
    await openRecipe({ ...recipe, schedule: { name: 'constant' } })
    await note().waitFor({ state: 'detached' })
  })
})

describe('a folder of the name of a file beside it', () => {
  it('does not hide the images', async () => {
    await go('Data')
    await page.getByRole('button', { name: 'Use your own…' }).click()
    await page.getByLabel('Folder or file', { exact: true }).fill(fixture('folder-beside-file'))
    await page.getByRole('button', { name: 'Use it' }).click()
    await page.getByRole('button', { name: /^folder-beside-file\s*60 \+ 20 images/ }).waitFor()
    await page
      .getByRole('img', { name: /^An image of / })
      .first()
      .waitFor()
  })
})

describe('a file of weights with numbers that are none', () => {
  it.each([
    [
      'NaN',
      'weights[0][0][0]: expected a number, got NaN, as the weight from input 1 to neuron 1 in layer 1',
    ],
    [
      '-Infinity',
      'weights[0][0][0]: expected a number, got -Infinity, as the weight from input 1 to neuron 1 in layer 1',
    ],
    ['1e999', 'weights[0][0][0]: expected a number, got Infinity, as the weight from input 1 to neuron 1'],
  ])('is refused with its place: %s', async (number, words) => {
    await go('Runs')
    const file = join(trained.home, `weight-${number}.json`)
    await writeFile(file, (await readFile(fixture('nan-weight.json'), 'utf8')).replace('NaN', number))
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), file)
    const notice = page.locator('.notice').filter({ hasText: `weight-${number}.json could not be imported` })
    await notice.getByText(words).waitFor()
    await notice.getByRole('button', { name: 'Dismiss this message' }).click()
  })
})

describe('errors of 0 on a logarithmic axis', () => {
  it('stand at a tick of their own below the axis, and no tick is above 100 %', async () => {
    await go('Runs')
    await page.getByRole('table', { name: 'Runs' }).getByText('few', { exact: true }).click()
    await page.getByLabel('Measure', { exact: true }).first().click()
    await page.getByRole('option', { name: 'Error', exact: true }).click()
    const figure = page
      .getByRole('figure')
      .filter({ has: page.getByRole('img', { name: /^Error by epoch/ }) })
    await figure.getByRole('button', { name: /^Log/ }).click()
    const drawing = await workbench.saveFile(async () => {
      await figure.getByRole('button', { name: 'Save the chart' }).click()
      await page.getByRole('menuitem', { name: /SVG/ }).click()
    })
    const ticks = [...drawing.text.matchAll(/>([\d.]+)\u00a0%<\/text>/g)].map(([, share]) => Number(share))
    expect(ticks).toContain(0)
    expect(Math.max(...ticks)).toBeLessThanOrEqual(100)
    const numbers = await workbench.saveFile(async () => {
      await figure.getByRole('button', { name: 'Save the chart' }).click()
      await page.getByRole('menuitem', { name: /CSV/ }).click()
    })
    const errors = trained.runs[0]!.epochs.map(({ testCorrect }) => 1 - testCorrect! / 10)
    expect(errors).toContain(0)
    for (const [epoch, error] of errors.entries()) {
      const written = numbers.text.split('\r\n').find((line) => line.startsWith(`few,test,${epoch},`))
      expect(Number(written?.split(',')[3])).toBeCloseTo(error, 12)
    }
  })
})
