import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeSweptHome, openSweep, openSweepDialog, SHORT, sweepDialog, sweptRows } from './sweep-page.ts'
import type { TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

const dialog = () => sweepDialog(page)

beforeAll(async () => {
  trained = await makeSweptHome()
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(() => openSweep(page))

checkAndClose(() => ({ workbench, trained }))

describe('the dialog of a sweep', () => {
  it('takes choices by their names, and warns of the images of each value that is varied', async () => {
    await openSweepDialog(page)
    const choose = async (field: string): Promise<void> => {
      await dialog().getByRole('combobox', { name: 'Field' }).first().click()
      await page.getByRole('option', { name: field, exact: true }).click()
    }
    const values = dialog().getByLabel('Values', { exact: true }).first()
    await choose('First weights')
    expect(await values.inputValue()).toMatch(/^Standard normal, Scaled normal, .*He normal/)
    await values.fill('he-normal, Glorot Uniform')
    await dialog().getByRole('button', { name: 'Start 2 runs' }).waitFor()
    await values.fill('He normal, Hey')
    await dialog()
      .getByText(/^First weights: expected Standard normal, .* or Constant, got 'Hey'$/)
      .waitFor()
    const images = dialog().getByRole('status', { name: 'About the images of these runs' })
    expect(await images.count()).toBe(0)

    await choose('Training images')
    await dialog().getByRole('combobox', { name: 'Kind of values' }).click()
    await page.getByRole('option', { name: 'Values', exact: true }).click()
    await values.fill('10, 500')
    await images
      .getByText(/^Training images 10: /)
      .first()
      .waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
  })

  it('names invalid combinations, and is paused, resumed and stopped', async () => {
    // Epochs long enough that the window is not busy with their events.
    await openSweepDialog(page, { ...SHORT, data: { ...SHORT.data, trainSize: 20_000 }, epochs: 5000 })
    await dialog().getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Loss', exact: true }).click()
    await dialog()
      .getByText(/makes? no valid recipe and (is|are) left out/)
      .waitFor()
    await dialog()
      .getByRole('button', { name: /^Start \d runs?$/ })
      .click()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByText(/^Paused · 0 of/).waitFor()
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await page.getByText(/^Running · 0 of/).waitFor()
    await page.getByRole('button', { name: 'Stop all' }).click()
    await page
      .getByText(/^Stopped · /)
      .last()
      .waitFor()
    // The finished sweep is still listed.
    await page.getByRole('button', { name: /^Rates 6\/6/ }).click()
    await expect.poll(() => sweptRows(page).count()).toBe(6)

    await page.getByRole('button', { name: 'More for the sweep' }).click()
    await page.getByRole('menuitem', { name: 'Sweep again with changes…' }).click()
    await dialog().getByRole('button', { name: 'Start 6 runs' }).waitFor()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    // The recipe of that sweep took the place of the one in the form.
    const epochs = page.locator('[data-field="epochs"] input')
    expect(await epochs.inputValue()).toBe('2')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await epochs.inputValue()).toBe('5000')
  })
})
