import type { Page } from 'playwright-core'

/** Opens the command palette; its field has the focus once this is done. */
export async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.locator('input:focus[placeholder="What do you want to do?"]').waitFor()
}

/** Takes the action that Enter would take, once it is the one with these words. */
export async function takeOffered(page: Page, words: string): Promise<void> {
  await page.locator('[role=option][data-highlighted]').filter({ hasText: words }).waitFor()
  await page.keyboard.press('Enter')
}

/** Does an action by its name in the command palette, by keys alone. */
export async function runCommand(page: Page, words: string): Promise<void> {
  await openPalette(page)
  await page.keyboard.type(words)
  await takeOffered(page, words)
}
