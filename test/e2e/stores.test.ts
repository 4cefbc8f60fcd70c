import { rm, writeFile } from 'node:fs/promises'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { Store } from '#backend/store/store.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { runCommand } from './command-palette.ts'
import { startWorkbench, target, type RunningWorkbench } from './support.ts'
import { makeTrainedHome } from './trained-home.ts'

const short = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 200, validationSize: 50, testSize: 50 },
  epochs: 1,
}

/** A window over a usual store with the run `first`. */
async function open(): Promise<RunningWorkbench> {
  const trained = await makeTrainedHome({ first: short })
  const workbench = await startWorkbench({ home: trained.home })
  onTestFinished(async () => {
    await workbench.close()
    await trained.remove()
  })
  return workbench
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Open another store' })
const storeRow = (page: Page, name: string) => dialog(page).getByRole('button', { name })

const isFocused = (page: Page, button: string) => () =>
  storeRow(page, button).evaluate((element) => element === document.activeElement)

/**
 * In browser mode, where the page itself asks for the name of a new store, and windows share a server. Of Electron, whose
 * native dialogs ask and which has one window, the tests beside its stand-in do the same.
 */
const served = it.runIf(target === 'browser')

/** By keys alone. */
async function openDialog(page: Page): Promise<void> {
  await runCommand(page, 'another store')
  await dialog(page).getByText('open now').waitFor()
}

/** The names in the table of runs. */
async function showsRun(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Runs' }).click()
  await page.getByRole('row', { name }).first().waitFor()
}

served('makes another store and comes back, with the runs of each, by keys', async () => {
  const { page, home } = await open()
  await showsRun(page, 'first')
  await openDialog(page)
  // With no other store to open, making one is what the dialog is for.
  await expect.poll(isFocused(page, 'New store…')).toBe(true)
  await page.keyboard.press('Enter')
  await page.keyboard.type('summer course')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.title()).toBe('summer course.sqlite – Backprop Workbench')
  await page.getByText('Every training is kept here').waitFor()
  await page
    .getByRole('contentinfo', { name: 'Status' })
    .getByText(/^summer course.sqlite /)
    .waitFor()

  await openDialog(page)
  // The open store is no button; the first that can be opened has the focus.
  await expect.poll(isFocused(page, 'workbench.sqlite')).toBe(true)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.title()).toBe('Backprop Workbench')
  await showsRun(page, 'first')
  await openDialog(page)
  await storeRow(page, 'summer course.sqlite').waitFor()
  await page.keyboard.press('Escape')

  await rm(join(home, 'summer course.sqlite'))
  await openDialog(page)
  await dialog(page).getByText('gone', { exact: true }).waitFor()
  expect(await storeRow(page, 'summer course.sqlite /').count()).toBe(0)
  await storeRow(page, 'Remove summer course.sqlite from the list').click()
  await dialog(page).getByText('gone', { exact: true }).waitFor({ state: 'detached' })
})

served('takes other windows of the same server along', async () => {
  const { page } = await open()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await showsRun(other, 'first')
  await openDialog(page)
  await dialog(page).getByRole('button', { name: 'New store…' }).click()
  await page.getByLabel('Name of the new store').fill('course')
  await page.keyboard.press('Enter')
  await expect.poll(() => other.title()).toBe('course.sqlite – Backprop Workbench')
  await other.getByText('Every training is kept here').waitFor()
})

served('says why a file is refused, and stays with the store that is open', async () => {
  const { page, home } = await open()
  await writeFile(join(home, 'notes.sqlite'), 'dear diary '.repeat(99))
  await openDialog(page)
  await storeRow(page, 'notes.sqlite').click()
  const file = join(realpathSync(home), 'notes.sqlite')
  await dialog(page)
    .getByRole('alert')
    .getByText(
      `The store ${file} cannot be used: expected a store of this workbench, got a file that is no database`,
    )
    .waitFor()
  await dialog(page).getByRole('button', { name: 'New store…' }).click()
  await page.getByLabel('Name of the new store').fill('../elsewhere')
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('alert').getByText('Name: expected none of').waitFor()
  await page.keyboard.press('Escape')
  await showsRun(page, 'first')
})

served('asks before trainings are interrupted; staying lets them go on', async () => {
  const { page, home } = await open()
  new Store(join(home, 'other.sqlite')).close()
  await page.getByRole('link', { name: 'Train' }).click()
  const epochs = page.getByRole('textbox', { name: 'Epochs' })
  await epochs.fill('100000')
  await page.keyboard.press('Control+Enter')
  const status = page.getByRole('contentinfo', { name: 'Status' })
  await status.getByText(/^training /).waitFor()

  await openDialog(page)
  await storeRow(page, 'other.sqlite').click()
  const question = dialog(page).getByText(/^One training \(.+\) is interrupted after its last finished epoch/)
  await question.waitFor()
  // The choice that costs nothing has the focus.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent.trim())).toBe('Stay here')
  await page.keyboard.press('Enter')
  await question.waitFor({ state: 'detached' })
  // Nobody is asked about what cannot be done.
  await writeFile(join(home, 'notes.sqlite'), 'dear diary '.repeat(99))
  await page.keyboard.press('Escape')
  await openDialog(page)
  await storeRow(page, 'notes.sqlite').click()
  await dialog(page)
    .getByRole('alert')
    .getByText(/got a file that is no database/)
    .waitFor()
  expect(await question.count()).toBe(0)
  await dialog(page).getByRole('button', { name: 'New store…' }).click()
  await page.getByLabel('Name of the new store').fill('other')
  await page.keyboard.press('Enter')
  await dialog(page)
    .getByRole('alert')
    .getByText(/other\.sqlite is there already/)
    .waitFor()
  expect(await question.count()).toBe(0)
  await page.keyboard.press('Escape')
  await status.getByText(/^training /).waitFor()

  await openDialog(page)
  await storeRow(page, 'other.sqlite').click()
  await dialog(page).getByRole('button', { name: 'Open other.sqlite all the same' }).click()
  await expect.poll(() => page.title()).toBe('other.sqlite – Backprop Workbench')
  await openDialog(page)
  await storeRow(page, 'workbench.sqlite').click()
  await expect.poll(() => page.title()).toBe('Backprop Workbench')
  await page.getByRole('button', { name: 'Resume' }).first().waitFor()
})
