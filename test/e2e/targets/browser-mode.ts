import { readFile } from 'node:fs/promises'
import { startServer } from '../server.ts'
import { launchChromium } from '../chromium.ts'
import type { StartedTarget, TargetOptions } from '../support.ts'

/** Browser mode as a process of its own, and a Chromium that has opened its address. */
export async function startBrowserMode({
  home,
  viewport,
  colorScheme,
}: TargetOptions): Promise<StartedTarget> {
  const server = await startServer({ home })
  const browser = await launchChromium()
  const page = await browser.newPage({ viewport, colorScheme, acceptDownloads: true })
  await page.goto(server.address)
  return {
    page,
    saveFile: async (action) => {
      const [download] = await Promise.all([page.waitForEvent('download'), action()])
      const bytes = await readFile(await download.path())
      return { name: download.suggestedFilename(), text: bytes.toString('utf8'), bytes }
    },
    openFile: async (action, path) => {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), action()])
      await chooser.setFiles(path)
    },
    close: async () => {
      await browser.close()
      await server.stop()
    },
  }
}
