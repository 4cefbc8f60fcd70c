import { runCommand } from '../command-palette.ts'
import { BOTH, choose, FULL, popup, press, showColumn, type Scene } from './scene.ts'

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
    homes: BOTH,
    popup: 'dialog',
    open: async (page) => {
      await showColumn(page, 'Recipe')
      await press(page, 'More recipe actions')
      await choose(page, /Open a link/)
      await popup(page, 'dialog')
    },
  },
  {
    place: 'Train',
    name: 'choice of an activation',
    homes: BOTH,
    popup: 'listbox',
    open: async (page) => {
      await showColumn(page, 'Recipe')
      await page.locator('[role=combobox][data-field="layers.0.activation"]').click()
      await popup(page, 'listbox')
    },
  },
  {
    place: 'Train',
    name: 'what-if',
    homes: BOTH,
    popup: 'dialog',
    open: async (page) => {
      await runCommand(page, 'What if')
      await page.getByRole('dialog', { name: 'What if …' }).waitFor()
    },
  },
  {
    place: 'Train',
    name: 'sweep form',
    homes: BOTH,
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
    place: 'Train',
    name: 'what a change did, unfolded',
    homes: FULL,
    open: async (page) => {
      await page.keyboard.press('c')
      await page.getByPlaceholder('Find a run').fill('cross-entropy')
      await page.getByRole('option').first().click()
      await page.getByRole('group', { name: 'What the change did' }).waitFor()
      await press(page, 'More about the result')
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
]

/** Train with its form, dialogs and menus. */
export function listTrainScenes(): readonly Scene[] {
  return scenes
}
