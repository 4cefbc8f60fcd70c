import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { addRun } from '../electron/backend/store/filled-store.ts'
import type { WorkbenchBridge } from '#contract/bridge.ts'
import { Store } from '#backend/store/store.ts'
import { bootMain, type BootedMain } from './boot.ts'

async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'workbench-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function bootWithRun(): Promise<BootedMain> {
  const home = await makeFolder()
  const store = new Store(join(home, 'workbench.sqlite'))
  addRun(store, 1, 'lecture')
  store.close()
  const main = await bootMain({ home })
  onTestFinished(() => main.close())
  return main
}

it('keeps the dialog of an export open where the file cannot be written, with the reason, and closes it once it is', async () => {
  const main = await bootWithRun()
  const { page } = await main.openedWindow()
  const folder = await makeFolder()
  main.desktop.menu.click('show-runs')
  await page.getByLabel('Select lecture', { exact: true }).click()
  await page.getByRole('button', { name: 'More actions for the selection' }).click()
  await page.getByRole('menuitem', { name: 'Export run as a file…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export lecture as a file' })
  const save = dialog.getByRole('button', { name: 'Export', exact: true })

  main.desktop.saveAnswer = () => join(folder, 'absent', 'lecture.backprop')
  await save.click()
  await dialog.getByRole('alert').filter({ hasText: 'The runs could not be exported: ' }).waitFor()

  // Cancelled, it stays, and says nothing of an error that is over.
  main.desktop.saveAnswer = () => null
  await save.click()
  await dialog.getByRole('alert').waitFor({ state: 'detached' })
  expect(await dialog.isVisible()).toBe(true)

  const file = join(folder, 'lecture.backprop')
  main.desktop.saveAnswer = () => file
  await save.click()
  await dialog.waitFor({ state: 'detached' })
  expect((await readFile(file)).byteLength).toBeGreaterThan(0)

  // What was saved is shown where it lies; where it has gone since, the message says so.
  const { shownFiles } = main.desktop
  await page.getByRole('button', { name: 'Show in folder' }).click()
  await expect.poll(() => shownFiles).toEqual([file])

  main.desktop.saveAnswer = () => join(folder, 'measures.csv')
  await page.getByRole('button', { name: 'More actions for the selection' }).click()
  await page.getByRole('menuitem', { name: 'Export measures as CSV…' }).click()
  await page.getByText('Saved measures.csv').waitFor()
  await rm(join(folder, 'measures.csv'))
  await page.getByRole('button', { name: 'Show in folder' }).click()
  await page.getByText('measures.csv could not be shown in its folder').waitFor()
  const unknown = page.evaluate(() =>
    (globalThis as typeof globalThis & { workbenchBridge: WorkbenchBridge }).workbenchBridge.showInFolder({
      fileId: 'of another window',
    }),
  )
  await expect(unknown).rejects.toThrow('Expected a file that this window saved')
  expect(shownFiles).toEqual([file])
})
