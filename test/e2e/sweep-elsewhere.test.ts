import { beforeAll, expect, it } from 'vitest'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { setRecipeFields } from '#core/experiments/sweep/set-recipe-field.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { SHORT, sweptRows } from './sweep-page.ts'
import { makeTrainedHome, openHome, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

/** Brings runs of another store home, as `runs import` does beside the window. */
async function importFrom(other: TrainedHome): Promise<void> {
  const backend = openHome(trained.home)
  try {
    await backend.exchange.importRuns(`${other.home}/workbench.sqlite`)
  } finally {
    await backend.close()
  }
}

beforeAll(async () => {
  trained = await makeTrainedHome({})
  const backend = openHome(trained.home)
  try {
    await backend.api.sweeps.record({
      ...{ name: 'Far rates', recipe: SHORT, search: { kind: 'grid' }, halving: null, workers: null },
      ...{ keepEvery: null, folder: '/scratch/far rates' },
      variations: ['lr=0.3,3', 'seed=1..3'].map((text) => parseVariation(text, SHORT)),
    })
  } finally {
    await backend.close()
  }
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

checkAndClose(() => ({ workbench, trained }))

it('a sweep that is trained elsewhere says what is missing, and fills as its runs come home', async () => {
  const pointAt = (rate: number, seed: number) =>
    setRecipeFields(SHORT, [
      { path: 'optimizer.learningRate', value: rate },
      { path: 'seed', value: seed },
    ])
  const other = await makeTrainedHome({ a: pointAt(0.3, 1), b: pointAt(3, 2), c: pointAt(9, 9) })
  try {
    await page.evaluate(() => (location.hash = '#/sweeps'))
    const part = page.getByRole('region', { name: 'Runs that are trained elsewhere' })
    await part.getByText('No run has come home yet; all 6 are missing.').waitFor()
    expect(await part.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^Run 1: .*0\.3, .*1\s+npm run -s backprop -- train --recipe /),
      expect.stringContaining('Run 2'),
      expect.stringContaining('Run 3'),
      'and 3 more',
    ])
    await importFrom(other)
    await part.getByText('2 of 6 runs have come home; 4 are missing.').waitFor()
    await page.getByText(/^Trained elsewhere · 2 of 6 runs done/).waitFor()
    await part.getByText('Run 2').waitFor()
    const statuses = await sweptRows(page).locator('td:nth-child(2)').allInnerTexts()
    expect(statuses.toSorted()).toEqual([
      ...['Completed', 'Completed'],
      ...['Missing', 'Missing', 'Missing', 'Missing'],
    ])
    await part.getByRole('button', { name: 'Copy 4 commands' }).waitFor()
    await part.getByRole('button', { name: 'Copy the command that trains run 2' }).click()
    await part.getByText('Copied').waitFor()
    const copied = await workbench.clipboard.readText()
    expect(copied).toMatch(/^npm run -s backprop -- train .*'\/scratch\/far rates\/far-rates-2\.sqlite'/)
  } finally {
    await other.remove()
  }
})
