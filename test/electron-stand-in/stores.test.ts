import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { addRun } from '../electron/backend/store/filled-store.ts'
import { Store } from '#backend/store/store.ts'
import { bootMain, type BootedMain, type BootOptions } from './boot.ts'

async function makeFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'workbench-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A store with one run of this name. */
function fillStore(file: string, name: string): string {
  const store = new Store(file)
  addRun(store, 1, name)
  store.close()
  return file
}

async function boot(options: BootOptions): Promise<BootedMain> {
  const main = await bootMain(options)
  onTestFinished(() => main.close())
  return main
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Open another store' })
const showRuns = (main: BootedMain) => main.desktop.menu.click('show-runs')

it('opens a file of the native dialog from the menu, and comes back by the list', async () => {
  const home = await makeFolder()
  const elsewhere = fillStore(join(await makeFolder(), 'course.sqlite'), 'of the course')
  fillStore(join(home, 'workbench.sqlite'), 'of the usual one')
  const main = await boot({ home })
  const { page } = await main.openedWindow()
  showRuns(main)
  await page.getByRole('row', { name: 'of the usual one' }).waitFor()

  main.desktop.menu.click('open-store')
  main.desktop.openAnswer = [elsewhere]
  await dialog(page).getByRole('button', { name: 'Open a file…' }).click()
  await page.getByRole('row', { name: 'of the course' }).waitFor()
  expect(await page.getByRole('row', { name: 'of the usual one' }).count()).toBe(0)
  expect(await page.title()).toBe('course.sqlite – Backprop Workbench')
  main.desktop.menu.click('show-store')
  expect(main.desktop.shownFiles).toEqual([elsewhere])

  main.desktop.menu.click('open-store')
  await dialog(page).getByRole('button', { name: 'workbench.sqlite' }).click()
  await page.getByRole('row', { name: 'of the usual one' }).waitFor()
  expect(await page.title()).toBe('Backprop Workbench')
  expect(main.windows).toHaveLength(1)
})

it('makes a new store at the place of the native dialog, and never over a file', async () => {
  const folder = await makeFolder()
  const main = await boot({ home: await makeFolder() })
  const { page } = await main.openedWindow()
  const newStore = dialog(page).getByRole('button', { name: 'New store…' })
  await writeFile(join(folder, 'notes.sqlite'), 'dear diary')
  main.desktop.menu.click('open-store')
  main.desktop.saveAnswer = () => join(folder, 'notes.sqlite')
  await newStore.click()
  await dialog(page).getByRole('alert').getByText('notes.sqlite is there already').waitFor()
  main.desktop.saveAnswer = () => null
  await newStore.click()
  main.desktop.saveAnswer = () => join(folder, 'fresh')
  await newStore.click()
  await expect.poll(() => page.title()).toBe('fresh.sqlite – Backprop Workbench')
  // Its file is closed in order like the first one's.
  await main.close()
  await expect(realpath(join(folder, 'fresh.sqlite-wal'))).rejects.toThrow('ENOENT')
})

it('refuses a file that is no store in the dialog, and stays', async () => {
  const file = join(await makeFolder(), 'notes.txt')
  await writeFile(file, 'dear diary '.repeat(99))
  const home = await makeFolder()
  fillStore(join(home, 'workbench.sqlite'), 'of the usual one')
  const main = await boot({ home })
  const { page } = await main.openedWindow()
  showRuns(main)
  main.desktop.menu.click('open-store')
  main.desktop.openAnswer = [file]
  await dialog(page).getByRole('button', { name: 'Open a file…' }).click()
  await dialog(page).getByRole('alert').getByText(`The store ${file} cannot be used`).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: 'of the usual one' }).waitFor()
})

it('offers the store of a second start with --store, and leaves the choice to the person', async () => {
  const elsewhere = fillStore(join(await makeFolder(), 'course.sqlite'), 'of the course')
  const main = await boot({ home: await makeFolder() })
  const { page } = await main.openedWindow()
  const second = await boot({ home: main.home, isFirstInstance: false, args: ['--store', elsewhere] })
  await second.app.ended
  expect(second.app.handedOver).toEqual({ storePath: elsewhere })
  main.app.emit('second-instance', {}, ['workbench'], '/', second.app.handedOver)
  await dialog(page).getByRole('button', { name: 'course.sqlite' }).click()
  // The page is loaded anew for the other store.
  await expect.poll(() => page.title()).toBe('course.sqlite – Backprop Workbench')
  showRuns(main)
  await page.getByRole('row', { name: 'of the course' }).waitFor()
})
