import type { Page } from 'playwright-core'

/** The clipboard of the machine. */
export interface SystemClipboard {
  writePicture(png: Uint8Array): Promise<void>
  readText(): Promise<string>
}

/**
 * The clipboard through a page of Chromium. It is allowed from the start, as in a window of Electron: without a screen
 * Chromium refuses it, and the window would copy in the way that it has for old browsers.
 */
export async function pageClipboard(page: Page): Promise<SystemClipboard> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  return {
    writePicture: (png) => writePictureIn(page, png),
    readText: () => page.evaluate(() => navigator.clipboard.readText()),
  }
}

/** Puts a picture on the clipboard as the page itself would. */
export function writePictureIn(page: Page, png: Uint8Array): Promise<void> {
  return page.evaluate(
    async (content) => {
      const blob = new Blob([new Uint8Array(content)], { type: 'image/png' })
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })])
    },
    [...png],
  )
}
