import type { Page } from 'playwright-core'

/** The clipboard of the machine. */
export interface SystemClipboard {
  writePicture(png: Uint8Array): Promise<void>
  readText(): Promise<string>
}

/** The clipboard through a page of Chromium, which is allowed to use it first. */
export function pageClipboard(page: Page): SystemClipboard {
  const allow = () => page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  return {
    writePicture: async (png) => {
      await allow()
      await writePictureIn(page, png)
    },
    readText: async () => {
      await allow()
      return page.evaluate(() => navigator.clipboard.readText())
    },
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
