import { beforeAll, beforeEach, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
})

// A form as at the first visit, whatever recipe another test left in it.
beforeEach(async () => {
  await page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/train'
  })
  await page.reload()
  await field('epochs').waitFor()
})

checkAndClose(() => ({ workbench }))

const field = (name: string) =>
  page.locator(`[data-field="${name}"] input, input[data-field="${name}"]`).first()
const openPresets = () => page.locator('.presets').getByRole('button').first().click()

test('saves the recipe as a preset, starts from it, renames it, and brings it back after a deletion', async () => {
  await field('optimizer.learningRate').fill('0.75')
  await openPresets()
  await page.getByRole('menuitem', { name: 'Save this recipe as a preset…' }).click()
  await page.getByLabel('Name').fill('Careful')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('button', { name: 'Careful', exact: true }).waitFor()

  await field('optimizer.learningRate').fill('2')
  await page.getByRole('button', { name: 'Start from a preset' }).click()
  await page.getByRole('menuitem', { name: /^Careful/ }).click()
  expect(await field('optimizer.learningRate').inputValue()).toBe('0.75')

  await openPresets()
  await page.getByRole('menuitem', { name: 'Manage own presets…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Own presets' })
  await dialog.getByLabel('Name of Careful').fill('Slow')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('Name of Slow').waitFor()
  const file = await workbench.saveFile(() => dialog.getByRole('button', { name: 'Export Slow…' }).click())
  expect(file.name).toBe('Slow.json')
  expect(JSON.parse(file.text)).toMatchObject({ name: 'Slow', recipe: { optimizer: { learningRate: 0.75 } } })
  await dialog.getByRole('button', { name: 'Delete Slow' }).click()
  await dialog.getByLabel('Name of Slow').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click()
  await dialog.getByLabel('Name of Slow').waitFor()
  await dialog.getByRole('button', { name: 'Delete Slow' }).click()
  await dialog.getByLabel('Name of Slow').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Start from a preset' }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('button', { name: 'Slow', exact: true }).waitFor()
})

test('goes on with changed values from a paused training, as a new run that names its parent', async () => {
  await field('optimizer.learningRate').fill('3')
  await field('epochs').fill('100000')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  // The log of another run, which may be shown until this one has begun, has an epoch 0, too.
  await page.getByLabel('Current run').filter({ hasText: '784-30-10 #1' }).waitFor()
  await page.getByLabel('Lines of the log').getByText('Epoch 0:').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Change the recipe to go on with other values, as a new run.').waitFor()
  await field('optimizer.learningRate').fill('0.5')
  await page.getByText('Learning rate 3 → 0.5').waitFor()
  await field('layers.0.units').fill('31')
  await page.getByText('Its weights fit layers of 784-30-10 alone, and the recipe has 784-31-10.').waitFor()
  await field('layers.0.units').fill('30')
  await page.getByRole('button', { name: 'Go on with these' }).click()
  const facts = page.getByRole('region', { name: 'Run', exact: true })
  await facts.getByText(/^784-30-10 #1, epoch \d+$/).waitFor()
  await page.getByLabel('Current run').filter({ hasText: '784-30-10 #2' }).waitFor()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByRole('group', { name: 'Next steps' }).waitFor()
  // The run that it started from has ended and is kept.
  await page.getByLabel('Current run').click()
  await page.getByRole('option', { name: /784-30-10 #1/ }).click()
  await page.getByText(/^Stopped after \d+ of 100000 epochs/).waitFor()
})

/** As where the system, or a browser's settings, let no page write to the clipboard. */
const refuseClipboard = () =>
  page.evaluate(() => {
    const refuse = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'))
    Object.assign(navigator.clipboard, { write: refuse, writeText: refuse })
  })

test('shows the recipe of a run beside its chart, how the form differs, and copies its command line', async () => {
  await field('layers.0.units').fill('20')
  await field('epochs').fill('1')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByText('Finished 1 epoch').waitFor()
  await field('optimizer.learningRate').fill('0.5')
  await page.getByRole('button', { name: 'Recipe', exact: true }).click()
  const panel = page.getByRole('region', { name: 'Recipe of the run' })
  const row = panel.getByRole('row', { name: /Learning rate/ }).first()
  await row.waitFor()
  expect(await row.getByRole('cell').allInnerTexts()).toEqual(['3', '0.5'])
  await panel.getByRole('button', { name: 'Copy command line' }).click()
  await page.getByText('Copied the command that trains it in a terminal', { exact: true }).waitFor()
  const copied = await workbench.clipboard.readText()
  expect(copied).toMatch(
    /^npm run -s backprop -- train --data pen-digits-2 --train-size 50000 .* --learning-rate 3 --batch-size 10 --epochs 1 /,
  )
  // What is open stays open, also where the page's clipboard is refused and the browser's old command copies.
  await refuseClipboard()
  await panel.getByRole('button', { name: 'Copy link' }).click()
  await page.getByText('Copied a link to the recipe', { exact: true }).waitFor()
  expect(await workbench.clipboard.readText()).toMatch(/^backprop:\/\/recipe\//)
  expect(await panel.getByRole('button', { name: 'Copy link' }).isVisible()).toBe(true)
  await page.evaluate(() => {
    Object.assign(document, { execCommand: () => false })
  })
  await panel.getByRole('button', { name: 'Copy command line' }).click()
  await page.getByText('The command could not be copied').waitFor()
  await page.getByText('The system’s clipboard refused the text').waitFor()
  await panel.getByRole('button', { name: 'Use as recipe' }).click()
  expect(await field('optimizer.learningRate').inputValue()).toBe('3')
})

test('says which value does not suit the rest, and takes a fitting one at a click', async () => {
  const said = page.getByText(/^A learning rate of 5000 is very large for these activations/)
  await field('optimizer.learningRate').fill('5000')
  await said.waitFor()
  const use = page.getByRole('button', { name: /^Use [\d.]+$/ })
  const fitting = /[\d.]+$/.exec((await use.textContent())!.trim())![0]
  await use.click()
  await said.waitFor({ state: 'detached' })
  expect(await field('optimizer.learningRate').inputValue()).toBe(fitting)
})
