import type { Page } from 'playwright-core'
import { openPalette, runCommand } from '../command-palette.ts'

/** A state of the window that a person reaches in a few steps from a place as it opens. */
export interface Scene {
  readonly place: 'Train' | 'Runs' | 'Sweeps' | 'Digits' | 'Inspect' | 'Data'
  /** Empty for the place as it opens. */
  readonly name: string
  /** Where it is to be had: with runs, without, or both. */
  readonly homes: readonly Home[]
  readonly open?: (page: Page) => Promise<unknown>
  /** What it opens over the place. */
  readonly popup?: Popup
}

export type Popup = 'menu' | 'dialog' | 'listbox'

export function titleOf({ place, name }: Scene): string {
  return name === '' ? place : `${place}, ${name}`
}

/** Without any run, or with some. */
export type Home = 'empty' | 'full'

const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true }).first().click()
const choose = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name }).click()
const popup = (page: Page, role: Popup) => page.getByRole(role).first().waitFor()

/** In a narrow window a column is shown by its name; in a wide one it is there. */
async function showColumn(page: Page, name: string): Promise<void> {
  const button = page.getByRole('group', { name: 'Columns' }).getByRole('button', { name, exact: true })
  if (await button.isVisible()) await button.click()
}

/** Opens the menu of a row in the table of runs. */
async function openRowMenu(page: Page, name = 'lecture'): Promise<void> {
  await page.getByText(name, { exact: true }).first().click({ button: 'right' })
  await popup(page, 'menu')
}

/** Opens a dialog from a row's menu. */
const fromRowMenu = (item: RegExp) => async (page: Page) => {
  await openRowMenu(page)
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

const BOTH: readonly Home[] = ['empty', 'full']
const FULL: readonly Home[] = ['full']

const scenes: readonly Scene[] = [
  { place: 'Train', name: '', homes: BOTH },
  {
    place: 'Train',
    name: 'menu of the recipe',
    homes: ['empty'],
    popup: 'menu',
    open: async (page) => {
      await press(page, 'More recipe actions')
      await popup(page, 'menu')
    },
  },
  {
    place: 'Train',
    name: 'presets',
    homes: ['empty'],
    popup: 'menu',
    open: async (page) => {
      await press(page, 'Start from a preset')
      await popup(page, 'menu')
    },
  },
  {
    place: 'Train',
    name: 'link to a recipe',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'More recipe actions')
      await choose(page, /Open a link/)
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Train',
    name: 'choice of an activation',
    homes: ['empty'],
    popup: 'listbox',
    open: async (page) => {
      await page.locator('[role=combobox][data-field="layers.0.activation"]').click()
      await popup(page, 'listbox')
    },
  },
  {
    place: 'Train',
    name: 'what-if',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await runCommand(page, 'What if')
      await page.getByRole('dialog', { name: 'What if …' }).waitFor()
    },
  },
  {
    place: 'Train',
    name: 'sweep form',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await runCommand(page, 'Sweep over')
      await page.getByRole('dialog', { name: 'Sweep' }).waitFor()
    },
  },
  {
    place: 'Train',
    name: 'all sections unfolded',
    homes: ['empty'],
    open: async (page) => {
      const folded = page
        .getByRole('region', { name: 'Recipe' })
        .locator('button[aria-expanded=false]:not([aria-haspopup], [role=combobox])')
      while ((await folded.count()) > 0) await folded.first().click()
    },
  },
  {
    place: 'Train',
    name: 'menu of a chart',
    homes: FULL,
    popup: 'menu',
    open: async (page) => {
      await press(page, 'Save the chart')
      await popup(page, 'menu')
    },
  },
  {
    place: 'Train',
    name: 'choice of the run',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      await page.keyboard.press('c')
      await page.getByPlaceholder('Find a run').waitFor()
    },
  },
  {
    place: 'Inspect',
    name: 'choice of a backward pass',
    homes: FULL,
    popup: 'listbox',
    open: async (page) => {
      await page.getByRole('combobox', { name: 'Backward pass' }).click()
      await popup(page, 'listbox')
    },
  },
  {
    place: 'Train',
    name: 'preset to save',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Start from a preset')
      await choose(page, /Save this recipe as a preset/)
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Train',
    name: 'own presets',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Start from a preset')
      await choose(page, /Manage own presets/)
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Train',
    name: 'recipe of a run',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Recipe')
      await popup(page, 'dialog')
    },
  },
  { place: 'Runs', name: '', homes: BOTH },
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
  { place: 'Sweeps', name: '', homes: BOTH },
  {
    place: 'Sweeps',
    name: 'menu of a sweep',
    homes: FULL,
    popup: 'menu',
    open: async (page) => {
      await press(page, 'More for the sweep')
      await popup(page, 'menu')
    },
  },
  { place: 'Digits', name: '', homes: BOTH },
  {
    place: 'Digits',
    name: 'a test image',
    homes: FULL,
    open: async (page) => {
      await page.getByRole('button', { name: 'Test image' }).click()
      await page.getByRole('img', { name: /^Test image, labelled/ }).waitFor()
    },
  },
  { place: 'Inspect', name: '', homes: BOTH },
  {
    place: 'Inspect',
    name: 'a cell',
    homes: FULL,
    open: async (page) => {
      await page.locator('[data-cell="1-1"]').click()
      await page
        .getByRole('region', { name: 'Images of a 1, read rightly' })
        .getByRole('img')
        .first()
        .waitFor()
    },
  },
  {
    place: 'Inspect',
    name: 'a checked gradient',
    homes: FULL,
    open: async (page) => {
      const check = page.getByRole('region', { name: 'Gradient check' })
      await check.getByRole('button', { name: 'Check', exact: true }).click()
      await check.getByRole('table').waitFor()
    },
  },
  { place: 'Data', name: '', homes: ['empty'] },
  {
    place: 'Data',
    name: 'a set that is not there',
    homes: ['empty'],
    open: async (page) => {
      await showColumn(page, 'Data sets')
      await page.getByRole('button', { name: /^MNIST/ }).click()
    },
  },
  {
    place: 'Data',
    name: 'a folder',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Use a folder…')
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Data',
    name: 'settings',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Settings')
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Data',
    name: 'stores',
    homes: BOTH,
    popup: 'dialog',
    open: async (page) => {
      await runCommand(page, 'another store')
      await page.getByRole('dialog', { name: 'Open another store' }).getByText('open now').waitFor()
      await press(page, 'New store…')
    },
  },
  {
    place: 'Data',
    name: 'palette',
    homes: ['empty'],
    popup: 'dialog',
    open: openPalette,
  },
  {
    place: 'Data',
    name: 'keys',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await page.keyboard.press('?')
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Train',
    name: 'a message',
    homes: ['empty'],
    open: async (page) => {
      await press(page, 'More recipe actions')
      await choose(page, /lecture/)
      await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
    },
  },
  {
    place: 'Data',
    name: 'a message',
    homes: ['empty'],
    open: async (page) => {
      await runCommand(page, 'Copy store path')
      await page.getByText('Copied the store’s place').waitFor()
    },
  },
  // Last, as its run stays.
  {
    place: 'Train',
    name: 'paused with another recipe in the form',
    homes: FULL,
    open: async (page) => {
      const epochs = page.locator('[data-field="epochs"] input')
      await showColumn(page, 'Recipe')
      await epochs.fill('1000')
      await page.keyboard.press('Tab')
      await press(page, 'Train')
      // Only a finished epoch can be gone on from with other values.
      await page.getByText(/^\([1-9]\d* of 1000 done\)$/).waitFor()
      await press(page, 'Pause')
      await page.getByRole('button', { name: 'Resume', exact: true }).waitFor()
      await showColumn(page, 'Recipe')
      await epochs.fill('900')
      await page.keyboard.press('Tab')
      await showColumn(page, 'Charts')
      await page.getByRole('button', { name: 'Go on with these' }).waitFor()
    },
  },
]

/** All places, dialogs and menus. */
export function listScenes(): readonly Scene[] {
  return scenes
}
