import { openPalette, runCommand } from '../command-palette.ts'
import { BOTH, choose, popup, press, type Scene } from './scene.ts'

const scenes: readonly Scene[] = [
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
    place: 'Train',
    name: 'list of messages',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'More recipe actions')
      await choose(page, /lecture/)
      await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
      await press(page, 'More recipe actions')
      await choose(page, /Copy a link/)
      await page.getByText('Copied a link to the recipe').waitFor()
      await press(page, /more message/)
      await page.getByRole('list', { name: 'Messages' }).waitFor()
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
]

/** What opens over any place: settings, stores, palette, keys, messages. */
export function listShellScenes(): readonly Scene[] {
  return scenes
}
