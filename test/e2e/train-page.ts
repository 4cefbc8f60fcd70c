import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { makeFolder, writeTinyDataSet } from '../electron/backend/tiny-workbench.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

/** A workbench for one test, which trains: what was trained shows in every window of a store. */
export async function openAlone(): Promise<RunningWorkbench> {
  const workbench = await startWorkbench()
  onTestFinished(() => workbench.close())
  return workbench
}

/** The control of a field by its path in the recipe; in a layer's row the control itself bears the name. */
export function field(page: Page, name: string): Locator {
  const control = ':is(input, [role=combobox], [role=switch])'
  return page.locator(`[data-field="${name}"] ${control}, ${control}[data-field="${name}"]`).first()
}

/** Chooses an entry of a field's list. */
export async function choose(page: Page, name: string, option: string): Promise<void> {
  await field(page, name).click()
  await page.getByRole('option', { name: option }).click()
}

/** Adds the tiny data set, through Data, and chooses it for the recipe. */
export async function useTinyDataSet(page: Page): Promise<void> {
  const folder = writeTinyDataSet(path.join(makeFolder(), 'tiny'))
  await page.getByRole('link', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Use your own…' }).click()
  await page.getByLabel('Folder or file', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Use it' }).click()
  await page.getByRole('heading', { name: 'tiny', level: 2 }).waitFor()
  await page.getByRole('button', { name: 'Train on this' }).click()
}

export const log = (page: Page): Locator => page.getByLabel('Lines of the log')

/** Goes to a place by the rail. */
export const go = (page: Page, place: string): Promise<void> =>
  page.getByRole('link', { name: place, exact: true }).click()

/** Shows another run, the newest of those whose name begins so. */
export async function showRun(page: Page, name: string): Promise<void> {
  await page.getByLabel('Current run').click()
  await page.getByPlaceholder('Find a run').fill(name)
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await expect.poll(() => page.getByLabel('Current run').textContent()).toContain(name)
}

export async function boxOf(element: Locator): Promise<{ top: number; bottom: number }> {
  const box = (await element.boundingBox())!
  return { top: box.y, bottom: box.y + box.height }
}

/** Height of a chart between its axes: its cursor's line reaches from one end of the axis of values to the other. */
export async function plotHeight(page: Page, chart: string): Promise<number> {
  const plot = page.getByRole('figure', { name: chart }).getByRole('img')
  await plot.focus()
  await page.keyboard.press('Home')
  const { height } = (await plot.locator('.overlay-line').boundingBox())!
  await page.keyboard.press('Escape')
  return height
}
