import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { withoutRecipe } from '../electron/file-without-recipe.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
/** Weights under PyTorch's names, with nothing beside them. */
let file: string | undefined

beforeAll(async () => {
  trained = await makeTrainedHome({
    lecture: {
      ...LECTURE_RECIPE,
      data: { ...LECTURE_RECIPE.data, trainSize: 2000, validationSize: 200, testSize: 200 },
      epochs: 3,
    },
  })
  workbench = await startWorkbench({ home: trained.home })
})

beforeEach(async () => {
  const { page } = workbench
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/runs'
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
  if (file !== undefined) return
  await page
    .getByRole('row')
    .filter({ hasText: 'lecture' })
    .getByRole('button', { name: /Actions/ })
    .click()
  await page.getByRole('menuitem', { name: 'Export weights…' }).click()
  await page.getByRole('radio', { name: 'safetensors' }).click()
  const saved = await workbench.saveFile(() =>
    page.getByRole('button', { name: 'Export', exact: true }).click(),
  )
  await page
    .getByText(/Read again, it answers 100 test images/)
    .first()
    .waitFor()
  file = join(workbench.home, 'foreign.safetensors')
  await writeFile(file, withoutRecipe(saved.bytes))
})

afterEach(() => expect(workbench.problems).toEqual([]))

afterAll(async () => {
  await workbench.close()
  await trained.remove()
})

describe('weights of another program', () => {
  const open = async (): Promise<void> => {
    const { page } = workbench
    await workbench.openFile(() => page.getByRole('button', { name: 'Import…' }).click(), file!)
    await page.getByRole('dialog', { name: 'Import foreign.safetensors' }).waitFor()
  }

  it('are asked for what their file does not say, and become a run', async () => {
    const { page } = workbench
    await open()
    const dialog = page.getByRole('dialog', { name: 'Import foreign.safetensors' })
    await dialog.getByText(/^safetensors with a network of 784-30-10, float32/).waitFor()
    expect(await dialog.getByRole('list', { name: 'Layers of the file' }).innerText()).toContain('784 → 30')
    await dialog.getByText(/As chosen below, [\d.]+ % of \d+ test images/).waitFor()
    await dialog.getByRole('combobox', { name: 'Activation of the hidden layers' }).click()
    const sigmoid = page.getByRole('option', { name: /^Sigmoid/ })
    await sigmoid.getByText(/[\d.]+ % right/).waitFor()
    await sigmoid.click()
    await dialog.getByRole('combobox', { name: 'What the outputs mean' }).click()
    await page.getByRole('option', { name: /^Sigmoid/ }).click()
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Imported foreign', { exact: true }).first().waitFor()
    await page
      .getByText(/It reads [\d.]+ % of \d+ test images of .+ right/)
      .first()
      .waitFor()
    await page.getByRole('row').filter({ hasText: 'foreign' }).getByText('Imported').waitFor()
    await page
      .getByRole('group', { name: 'Next steps' })
      .getByRole('button', { name: 'Draw a digit' })
      .click()
    await page.getByRole('heading', { name: 'Digits', level: 1 }).waitFor()
  })

  it('have a slope and a scale of pixels that the file does not say, and are tried with them', async () => {
    const { page } = workbench
    await open()
    const dialog = page.getByRole('dialog', { name: 'Import foreign.safetensors' })
    const shown = dialog.getByText(/As chosen below, [\d.]+ % of \d+ test images/)
    await shown.waitFor()
    await dialog.getByRole('combobox', { name: 'Activation of the hidden layers' }).click()
    await page.getByRole('option', { name: /^Leaky ReLU/ }).click()
    const slope = dialog.getByRole('spinbutton', { name: 'Slope below 0' })
    expect(await slope.inputValue()).toBe('0.01')
    await slope.fill('2')
    await slope.press('Tab')
    await dialog.getByText(/Slope below 0: expected/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true)
    await slope.fill('0.2')
    await slope.press('Tab')
    await dialog.getByRole('combobox', { name: 'How pixels become inputs' }).click()
    await page.getByRole('option', { name: /^By mean/ }).click()
    const mean = dialog.getByRole('spinbutton', { name: 'Mean' })
    await mean.fill('0.2861')
    await mean.press('Tab')
    await shown.waitFor()
    await dialog.getByRole('combobox', { name: 'Activation of the hidden layers' }).click()
    await page.getByRole('option', { name: /^Leaky ReLU.*[\d.]+ % right/s }).click()
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Imported foreign', { exact: true }).first().waitFor()
    const [row] = await page.getByRole('row').filter({ hasText: 'foreign' }).all()
    await row!.getByRole('button', { name: /Actions/ }).click()
    await page.getByRole('menuitem', { name: /Notes, tags/ }).click()
    const record = page.getByRole('dialog')
    await record.getByText(/Leaky ReLU.*0\.2.* in hidden layers/).waitFor()
    await record.getByText(/\(p\/255 − 0\.2861\) \/ 0\.3081/).waitFor()
    await page.keyboard.press('Escape')
  })

  it('leave nothing behind where the person cancels', async () => {
    const { page } = workbench
    const rows = await page.getByRole('row').count()
    await open()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Import foreign.safetensors' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('row').count()).toBe(rows)
  })
})
