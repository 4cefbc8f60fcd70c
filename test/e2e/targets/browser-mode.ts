import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll } from 'vitest'
import { startServer } from '../server.ts'
import { launchChromium } from '../chromium.ts'
import type { StartedTarget, TargetOptions } from '../support.ts'
import { pageClipboard } from './page-clipboard.ts'

/** One Chromium for all windows of a test file; each has a context of its own, with its own local storage. */
let browser: Promise<Browser> | undefined
/** Ends it; tests need not ask for that. */
export async function closeChromium(): Promise<void> {
  await (await browser)?.close()
}
// The benchmark opens windows without vitest.
if (process.env.VITEST !== undefined) afterAll(closeChromium)

/** Browser mode as a process of its own, and a page of Chromium that has opened its address. */
export async function startBrowserMode({
  home,
  viewport,
  colorScheme,
}: TargetOptions): Promise<StartedTarget> {
  const server = await startServer({ home })
  browser ??= launchChromium()
  const context = await (await browser).newContext({ viewport, colorScheme, acceptDownloads: true })
  const page = await context.newPage()
  // Choosers are caught from the start: asked for only by `openFile`, a quick action could come before that is in force.
  page.on('filechooser', () => undefined)
  await page.goto(server.address)
  return {
    page,
    saveFile: async (action) => {
      const [download] = await Promise.all([page.waitForEvent('download'), action()])
      const bytes = await readFile(await download.path())
      return { name: download.suggestedFilename(), text: bytes.toString('utf8'), bytes }
    },
    openFile: async (action, ...paths) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action()])
      await chooser.setFiles(paths)
    },
    clipboard: await pageClipboard(page),
    close: async () => {
      await context.close()
      await server.stop()
    },
  }
}
