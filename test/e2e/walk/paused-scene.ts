import { press, showColumn, type Scene } from './scene.ts'

const scenes: readonly Scene[] = [
  {
    place: 'Train',
    name: 'paused with another recipe in the form',
    homes: ['training'],
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

/** A training of its own, which stays in the store, and so out of sight of the other scenes. */
export function listPausedScenes(): readonly Scene[] {
  return scenes
}
