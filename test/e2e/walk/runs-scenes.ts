import type { Page } from 'playwright-core'
import { BOTH, choose, FULL, popup, press, type Scene } from './scene.ts'

/** Opens the menu of a row in the table of runs. */
async function openRowMenu(page: Page, name = 'lecture'): Promise<void> {
  const table = page.getByRole('table', { name: 'Runs' })
  await table.getByText(name, { exact: true }).first().click({ button: 'right' })
  await popup(page, 'menu')
}

/** Opens a dialog from a row's menu. */
const fromRowMenu = (item: RegExp, name?: string) => async (page: Page) => {
  await openRowMenu(page, name)
  await choose(page, item)
  await popup(page, 'dialog')
}

/** Selects the first runs of the table, so that they are compared. */
async function select(page: Page, count: number): Promise<void> {
  const boxes = page.getByRole('row').getByRole('checkbox')
  await boxes.nth(1).waitFor()
  for (let k = 1; k <= count; k++) await boxes.nth(k).check()
  const comparison = page.getByRole('region', { name: 'Comparison' })
  // In a low window it takes the place of the table, when it is asked for.
  if (!(await comparison.isVisible())) await press(page, 'Compare')
  await comparison.waitFor()
}

const scenes: readonly Scene[] = [
  { place: 'Runs', name: '', homes: BOTH },
  {
    place: 'Runs',
    name: 'a damaged run',
    homes: ['damaged'],
    open: (page) => page.getByText(/1 run is damaged and left out/).click(),
  },
  { place: 'Runs', name: 'menu of a run', homes: FULL, popup: 'menu', open: (page) => openRowMenu(page) },
  { place: 'Runs', name: 'notes and tags', homes: FULL, popup: 'dialog', open: fromRowMenu(/Notes, tags/) },
  {
    place: 'Runs',
    name: 'going on',
    homes: FULL,
    popup: 'dialog',
    open: fromRowMenu(/Continue from these weights/),
  },
  { place: 'Runs', name: 'thinning', homes: FULL, popup: 'dialog', open: fromRowMenu(/[Tt]hin/) },
  {
    place: 'Runs',
    name: 'weights as a file',
    homes: FULL,
    popup: 'dialog',
    open: fromRowMenu(/Export weights/),
  },
  {
    place: 'Runs',
    name: 'weights as a file, in some formats alone',
    homes: ['damaged'],
    popup: 'dialog',
    open: fromRowMenu(/Export weights/, 'foreign'),
  },
  {
    place: 'Runs',
    name: 'an imported network',
    homes: ['damaged'],
    popup: 'dialog',
    open: fromRowMenu(/Notes, tags/, 'foreign'),
  },
  {
    place: 'Runs',
    name: 'runs as a file',
    homes: FULL,
    popup: 'dialog',
    open: fromRowMenu(/Export.*(run|file)…/),
  },
  {
    place: 'Runs',
    name: 'a filter that is wrong',
    homes: FULL,
    open: (page) => page.getByLabel('Filter runs').fill('accuracy >'),
  },
  { place: 'Runs', name: 'one run', homes: FULL, open: (page) => select(page, 1) },
  { place: 'Runs', name: 'two runs compared', homes: FULL, open: (page) => select(page, 2) },
  { place: 'Runs', name: 'four runs compared', homes: FULL, open: (page) => select(page, 4) },
  {
    place: 'Runs',
    name: 'options of curves',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      await select(page, 2)
      await page.getByRole('button', { name: /^Curves/ }).click()
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Runs',
    name: 'options of curves, none of which can be joined',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      for (const name of ['deep', 'cross-entropy']) {
        await page.getByLabel(`Select ${name}`, { exact: true }).check()
      }
      const comparison = page.getByRole('region', { name: 'Comparison' })
      if (!(await comparison.isVisible())) await press(page, 'Compare')
      await page.getByRole('button', { name: /^Curves/ }).click()
      await page.getByText('None of these runs differ in the seed alone.').waitFor()
    },
  },
  {
    place: 'Runs',
    name: 'disagreements',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      await select(page, 2)
      await page.getByRole('button', { name: /^Images on which they disagree/ }).click()
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Runs',
    name: 'menu of a selection',
    homes: FULL,
    popup: 'menu',
    open: async (page) => {
      await select(page, 2)
      await press(page, 'More actions for the selection')
      await popup(page, 'menu')
    },
  },
]

/** Runs with its table, comparison, dialogs and menus. */
export function listRunsScenes(): readonly Scene[] {
  return scenes
}
